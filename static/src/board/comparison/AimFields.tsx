import { useId } from 'react'

export interface Aim {
  target_condition: string
  horizon_ends_on: string
}

interface AimFieldsProps {
  aim: Aim
  set: (aim: Aim) => void
  /** Where the form begins with them. */
  isFirst?: boolean
}

const LONGEST = 2000

/** What is to be true, and by when. */
export function AimFields({ aim, set, isFirst = false }: AimFieldsProps) {
  const id = useId()
  return (
    <>
      <label htmlFor={`${id}-target`}>Target condition</label>
      <textarea
        id={`${id}-target`}
        rows={3}
        required
        // biome-ignore lint/a11y/noAutofocus: it stands where the button was that asked for it
        autoFocus={isFirst}
        maxLength={LONGEST}
        aria-describedby={`${id}-hint`}
        value={aim.target_condition}
        onChange={({ target }) => set({ ...aim, target_condition: target.value })}
      />
      <p id={`${id}-hint`} className="quiet">
        What is true then, so that everybody could see it: “A test starts within a day of the build.”
      </p>
      <label htmlFor={`${id}-day`}>By when</label>
      <input
        id={`${id}-day`}
        type="date"
        required
        value={aim.horizon_ends_on}
        onChange={({ target }) => set({ ...aim, horizon_ends_on: target.value })}
      />
    </>
  )
}
