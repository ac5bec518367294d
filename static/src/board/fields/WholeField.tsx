import { formatNumber, parseCount } from '../../model/figures'
import type { ElementId } from '../../model/types'
import { FigureBelow } from './FigureBelow'
import { useFigureInput } from './useFigureInput'
import { writersOutline } from './Writers'

interface WholeFieldProps {
  label: string
  elementId: ElementId
  field: string
  value: number | undefined
  least: number
  hint?: string
  onCommit: (next: number | null, saw: number | null) => void
}

/** A rule in whole numbers, such as a WIP limit: agreed, not observed, so it has no provenance. */
export function WholeField({ label, elementId, field, value, least, hint, onCommit }: WholeFieldProps) {
  const { id, attributes, below } = useFigureInput<number>({
    elementId,
    field,
    shown: value === undefined ? '' : formatNumber(value),
    spelled: value === undefined ? '' : String(value),
    stored: value ?? null,
    read: (text) => readWhole(text, least),
    commit: onCommit,
  })
  return (
    <div className="field field-row">
      <div className="field-label">
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      </div>
      <div
        className={below.others.length > 0 ? 'field-box field-shared' : 'field-box'}
        style={writersOutline(below.others)}
      >
        <input {...attributes} inputMode="numeric" />
      </div>
      <FigureBelow {...below} />
    </div>
  )
}

function readWhole(text: string, least: number) {
  if (text.trim() === '') return { value: null, echo: null, error: null }
  const reading = parseCount(text, { whole: true, least })
  if (!reading.ok) return { value: null, echo: null, error: reading.sentence }
  if (reading.low !== null) return { value: null, echo: null, error: 'A limit is one number, not a range.' }
  return { value: reading.value, echo: null, error: null }
}
