import { type Ref, useImperativeHandle, useRef, useState } from 'react'
import type { Calendar, ElementId, Quantity } from '../../model/types'
import { ProvenanceGlyph } from '../shell/ProvenanceGlyph'
import { FigureBelow } from './FigureBelow'
import { ProvenancePicker } from './ProvenancePicker'
import type { Done } from './TextField'
import { echoOf, readTyped, showQuantity, specOf, spellTyped } from './typed'
import { useAutoFocus } from './useAutoFocus'
import { useFigureInput } from './useFigureInput'
import { writersOutline } from './Writers'

export interface QuantityFieldProps {
  label: string
  elementId: ElementId
  /** The field's name in the map; it says whether this is a time, a share or a count, and its limits. */
  field: string
  quantity: Quantity | undefined
  calendar: Calendar
  /** `saw` is what the field held when the typing began: it belongs into the edit. */
  onCommit: (next: Quantity | null, saw: Quantity | null) => void
  /** Label and provenance for screen readers and glyph only; for cells and cards. */
  compact?: boolean
  autoFocus?: boolean
  placeholder?: string
  hint?: string
  onDone?: (how: Done) => void
  inputRef?: Ref<HTMLInputElement>
}

/** A figure typed as people say it (“3d”, “2h-4h”, “80%”, “8d measured 14”), with where it comes from beside it. */
export function QuantityField(props: QuantityFieldProps) {
  const { label, elementId, field, quantity, calendar, onCommit, compact, autoFocus, placeholder, hint } = props
  const spec = specOf(field)
  const input = useRef<HTMLInputElement>(null)
  useImperativeHandle(props.inputRef, () => input.current as HTMLInputElement)
  useAutoFocus(input, autoFocus)
  const glyph = useRef<HTMLButtonElement>(null)
  const [isPicking, setPicking] = useState(false)
  const { id, attributes, below, canEdit } = useFigureInput<Quantity>({
    elementId,
    field,
    shown: showQuantity(quantity, spec, calendar),
    spelled: spellTyped(quantity, spec, calendar),
    stored: quantity ?? null,
    read: (text) => {
      const typed = readTyped(text, spec, calendar, quantity)
      if (typed.is === 'error') return { value: null, echo: null, error: typed.sentence }
      if (typed.is === 'empty') return { value: null, echo: null, error: null }
      return { value: typed.quantity, echo: echoOf(typed.quantity, spec, calendar), error: null }
    },
    commit: onCommit,
    onDone: props.onDone,
  })
  return (
    <div className={compact ? 'field field-compact' : 'field field-row'}>
      <div className={compact ? 'visually-hidden' : 'field-label'}>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && <small id={`${id}-hint`}>{hint}</small>}
      </div>
      <div
        className={below.others.length > 0 ? 'field-box field-shared' : 'field-box'}
        style={writersOutline(below.others)}
      >
        <input ref={input} {...attributes} placeholder={placeholder} />
        {quantity !== undefined && (
          <button
            ref={glyph}
            type="button"
            className="field-glyph"
            tabIndex={compact ? -1 : 0}
            aria-haspopup="dialog"
            aria-expanded={isPicking}
            disabled={!canEdit}
            onClick={() => setPicking(true)}
          >
            <span className="visually-hidden">{label}: </span>
            <ProvenanceGlyph source={quantity.source} n={quantity.n} />
            <span className="visually-hidden">. Change where it comes from, or its range</span>
          </button>
        )}
      </div>
      <FigureBelow {...below} />
      {isPicking && quantity !== undefined && (
        <ProvenancePicker
          anchor={glyph}
          label={label}
          quantity={quantity}
          spec={spec}
          calendar={calendar}
          onCommit={(next) => onCommit(next, quantity)}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  )
}
