import { type FormEvent, useId, useState } from 'react'
import type { Design } from '../../model/comparison'
import { useBoot } from '../boot'
import { dayText } from './words'

interface DesignPartProps {
  design: Design | null
  mayState: boolean
  state: (design: Design) => Promise<string | null>
}

/** What is to be true, and by when; facilitators state it anew here. */
export function DesignPart({ design, mayState, state }: DesignPartProps) {
  const boot = useBoot()
  const [isOpen, setOpen] = useState(false)
  if (isOpen) return <DesignForm design={design} state={state} onClose={() => setOpen(false)} />
  return (
    <section className="comparison-part design" aria-label="Target condition">
      <h2>
        Target condition
        {design?.horizon_ends_on && (
          <span className="design-by"> by {dayText(design.horizon_ends_on, boot.language)}</span>
        )}
      </h2>
      <p>{design?.target_condition || 'Not stated yet: what is to be true, and by when?'}</p>
      {mayState && (
        <button type="button" className="button-quiet design-change" onClick={() => setOpen(true)}>
          {design?.target_condition ? 'State it anew' : 'State it'}
        </button>
      )}
    </section>
  )
}

type DesignFormProps = Omit<DesignPartProps, 'mayState'> & { onClose: () => void }

function DesignForm({ design, state, onClose }: DesignFormProps) {
  const id = useId()
  const [target, setTarget] = useState(design?.target_condition ?? '')
  const [day, setDay] = useState(design?.horizon_ends_on ?? '')
  const [failure, setFailure] = useState<string | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const problem = await state({ target_condition: target.trim(), horizon_ends_on: day || null })
    setFailure(problem)
    if (problem === null) onClose()
  }
  return (
    <form className="comparison-part derive-form" onSubmit={submit}>
      <label htmlFor={`${id}-target`}>Target condition</label>
      <textarea
        id={`${id}-target`}
        rows={3}
        required
        // biome-ignore lint/a11y/noAutofocus: it stands where the button was that asked for it
        autoFocus
        maxLength={2000}
        value={target}
        onChange={(event) => setTarget(event.target.value)}
      />
      <label htmlFor={`${id}-day`}>By when</label>
      <input id={`${id}-day`} type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
      {failure !== null && (
        <p className="field-error" role="alert">
          {failure}
        </p>
      )}
      <p className="actions">
        <button type="submit" className="button button-primary">
          Save
        </button>
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
      </p>
    </form>
  )
}
