import { type RefObject, useId, useState } from 'react'
import { editableValue, formatQuantity, parseCount, parseFigure } from '../../model/figures'
import type { Calendar, Quantity, Source } from '../../model/types'
import { ProvenanceGlyph } from '../shell/ProvenanceGlyph'
import { Popover } from './Popover'
import { counts, type QuantitySpec } from './typed'
import { SOURCES } from './words'

interface PickerProps {
  anchor: RefObject<HTMLElement | null>
  label: string
  quantity: Quantity
  spec: QuantitySpec
  calendar: Calendar
  onCommit: (next: Quantity) => void
  onClose: () => void
}

/** Where a figure comes from, of how many items, and between what it lies. Every choice counts at once. */
export function ProvenancePicker(props: PickerProps) {
  const { anchor, label, quantity, spec, calendar, onCommit, onClose } = props
  const name = useId()
  const choose = (source: Source) => {
    const { n, ...rest } = quantity
    onCommit(counts(source) && n !== undefined ? { ...rest, source, n } : { ...rest, source })
  }
  const spell = (value: number | undefined) => (value === undefined ? '' : editableValue(value, spec.unit, calendar))
  return (
    <Popover anchor={anchor} label={`Where “${label}” comes from`} onClose={onClose}>
      <fieldset className="picker-sources">
        <legend>How is it known?</legend>
        {SOURCES.map((source) => (
          <label key={source.value} className="picker-source">
            <input
              type="radio"
              name={name}
              checked={quantity.source === source.value}
              onChange={() => choose(source.value)}
            />
            <ProvenanceGlyph source={source.value} />
            <span>{source.label}</span>
            <small>{source.meaning}</small>
          </label>
        ))}
      </fieldset>
      {counts(quantity.source) && (
        <Part
          label={quantity.source === 'walked' ? 'Items walked' : 'Items measured'}
          text={quantity.n === undefined ? '' : String(quantity.n)}
          read={(text) => readItems(text, quantity)}
          onCommit={onCommit}
        />
      )}
      <div className="picker-range">
        <Part
          label="At least"
          text={spell(quantity.low)}
          read={(text) => readBound(text, 'low', props)}
          onCommit={onCommit}
        />
        <Part
          label="At most"
          text={spell(quantity.high)}
          read={(text) => readBound(text, 'high', props)}
          onCommit={onCommit}
        />
      </div>
    </Popover>
  )
}

type PartReading = { next: Quantity } | { error: string }

interface PartProps {
  label: string
  text: string
  read: (text: string) => PartReading
  onCommit: (next: Quantity) => void
}

function Part({ label, text, read, onCommit }: PartProps) {
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const settle = () => {
    if (draft === null || draft.trim() === text) return
    const reading = read(draft.trim())
    if ('error' in reading) return setError(reading.error)
    onCommit(reading.next)
    setDraft(null)
  }
  return (
    <div className="picker-part">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className="field-input"
        placeholder="not said"
        value={draft ?? text}
        aria-invalid={error !== null}
        aria-describedby={`${id}-error`}
        onChange={(event) => {
          setDraft(event.target.value)
          setError(null)
        }}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle()
        }}
      />
      <span id={`${id}-error`} className="field-error" role="alert">
        {error}
      </span>
    </div>
  )
}

function readItems(text: string, quantity: Quantity): PartReading {
  const { n: _, ...rest } = quantity
  if (text === '') return { next: rest }
  const reading = parseCount(text, { whole: true, least: 1 })
  if (!reading.ok) return { error: reading.sentence }
  return { next: { ...rest, n: reading.value } }
}

function readBound(text: string, end: 'low' | 'high', { quantity, spec, calendar }: PickerProps): PartReading {
  const next = { ...quantity }
  delete next[end]
  if (text === '') return { next }
  const reading = parseFigure(text, spec.unit, calendar, spec.least)
  if (!reading.ok) return { error: reading.sentence }
  const value = formatQuantity(quantity, spec.unit, calendar)
  if (end === 'low' && reading.value > quantity.value) return { error: `The lowest cannot be above ${value}.` }
  if (end === 'high' && reading.value < quantity.value) return { error: `The highest cannot be below ${value}.` }
  return { next: { ...next, [end]: reading.value } }
}
