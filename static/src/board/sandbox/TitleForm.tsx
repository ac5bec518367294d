import { type FormEvent, useId, useState } from 'react'

export const LONGEST_TITLE = 200

interface TitleFormProps {
  label: string
  hint: string
  /** What the button says. */
  act: string
  error: string | null
  run: (title: string) => Promise<void>
}

/** A title and one button; while it runs, it cannot be run twice. */
export function TitleForm({ label, hint, act, error, run }: TitleFormProps) {
  const id = useId()
  const [title, setTitle] = useState('')
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '' || isBusy) return
    setBusy(true)
    await run(title.trim())
    setBusy(false)
  }
  return (
    <form className="what-if-form" onSubmit={submit}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className="field-input"
        required
        // biome-ignore lint/a11y/noAutofocus: a dialogue that asks for one thing begins there
        autoFocus
        maxLength={LONGEST_TITLE}
        autoComplete="off"
        value={title}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setTitle(event.target.value)}
      />
      <p id={`${id}-hint`} className="quiet">
        {hint}
      </p>
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <p className="actions">
        <button type="submit" className="act-primary" disabled={isBusy || title.trim() === ''}>
          {act}
        </button>
      </p>
    </form>
  )
}
