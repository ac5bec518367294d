import { useId, useState } from 'react'
import type { Difference } from '../../model/comparison'
import type { Waste } from '../../model/types'
import { labelOf, WASTES } from '../fields/words'
import { nameOf } from './words'

interface ReasonFormProps {
  change: Difference
  give: (said: { waste: Waste | null; reason: string }) => Promise<string | null>
}

const LONGEST = 2000

/** Which waste the change removes, and why: both are saved as they are left, and follow what others say. */
export function ReasonForm({ change, give }: ReasonFormProps) {
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const name = nameOf(change)
  const save = async (said: { waste: Waste | null; reason: string }) => {
    const problem = await give(said)
    setFailure(problem)
    // What could not be saved stays written.
    if (problem === null) setDraft(null)
  }
  const leave = () => {
    if (draft === null) return
    if (draft.trim() === change.reason) setDraft(null)
    else void save({ waste: change.waste, reason: draft.trim() })
  }
  return (
    <div className="reason-form">
      <select
        aria-label={`The waste that this removes: ${name}`}
        data-empty={change.waste === null}
        value={change.waste ?? ''}
        onChange={({ target }) => {
          const waste = target.value === '' ? null : (target.value as Waste)
          void save({ waste, reason: draft?.trim() ?? change.reason })
        }}
      >
        <option value="">which waste does it remove?</option>
        {WASTES.map(({ value, label, meaning }) => (
          <option key={value} value={value} title={meaning}>
            removes {label}
          </option>
        ))}
      </select>
      <input
        type="text"
        aria-label={`Why: ${name}`}
        aria-describedby={failure === null ? undefined : id}
        placeholder="and why"
        maxLength={LONGEST}
        autoComplete="off"
        value={draft ?? change.reason}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) leave()
          if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation()
            setDraft(null)
          }
        }}
      />
      {failure !== null && (
        <p id={id} className="field-error" role="alert">
          {failure}
        </p>
      )}
    </div>
  )
}

/** The same for those who only read. */
export function ReasonRead({ change }: { change: Difference }) {
  if (change.waste === null && change.reason === '') return null
  return (
    <p className="reason-read">
      {change.waste !== null && <strong>removes {labelOf(WASTES, change.waste)}</strong>} {change.reason}
    </p>
  )
}
