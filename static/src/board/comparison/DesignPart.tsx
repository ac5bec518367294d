import './derive.css'
import { type FormEvent, useState } from 'react'
import type { Design } from '../../model/comparison'
import { useBoot } from '../boot'
import { type Aim, AimFields } from './AimFields'
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
  const [aim, setAim] = useState<Aim>({
    target_condition: design?.target_condition ?? '',
    horizon_ends_on: design?.horizon_ends_on ?? '',
  })
  const [failure, setFailure] = useState<string | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const problem = await state({
      target_condition: aim.target_condition.trim(),
      horizon_ends_on: aim.horizon_ends_on || null,
    })
    setFailure(problem)
    if (problem === null) onClose()
  }
  return (
    <form className="comparison-part derive-form" onSubmit={submit}>
      <AimFields aim={aim} set={setAim} isFirst />
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
