import { type KeyboardEvent, useId, useRef } from 'react'
import type { ElementId } from '../../model/types'
import type { Done } from './TextField'
import { useAutoFocus } from './useAutoFocus'
import { useCanEdit } from './useCanEdit'
import { useEditing } from './useEditing'
import { Writers, writersOutline } from './Writers'
import { labelOf, type Word } from './words'

interface ChoiceProps<Value extends string> {
  label: string
  elementId: ElementId
  field: string
  words: readonly Word<Value>[]
  value: Value | undefined
  /** What “nothing chosen” is called; without it something is always chosen. */
  none?: string
  compact?: boolean
  hint?: string | undefined
  autoFocus?: boolean
  onDone?: (how: Done) => void
  onChoose: (value: Value | null) => void
}

/** One word out of a list. */
export function ChoiceField<Value extends string>(props: ChoiceProps<Value>) {
  const { label, elementId, field, words, value, none, compact, hint, autoFocus, onDone, onChoose } = props
  const id = useId()
  const select = useRef<HTMLSelectElement>(null)
  useAutoFocus(select, autoFocus)
  const canEdit = useCanEdit()
  const editing = useEditing(elementId, field)
  const meaning = hint ?? words.find((word) => word.value === value)?.meaning
  return (
    <div className={compact ? 'field field-compact' : 'field'}>
      <label className={compact ? 'visually-hidden' : 'field-label'} htmlFor={id}>
        {label}
      </label>
      <div
        className={editing.others.length > 0 ? 'field-box field-shared' : 'field-box'}
        style={writersOutline(editing.others)}
      >
        <select
          ref={select}
          id={id}
          className="field-input"
          value={value ?? ''}
          disabled={!canEdit}
          title={value === undefined ? undefined : labelOf(words, value)}
          onFocus={editing.start}
          onBlur={() => {
            editing.end()
            onDone?.('blur')
          }}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key === 'Escape') event.stopPropagation()
            if (onDone && event.key === 'Enter') event.preventDefault()
            if (event.key === 'Enter') onDone?.('enter')
            if (event.key === 'Escape') onDone?.('escape')
          }}
          onChange={(event) => {
            const chosen = words.find((word) => word.value === event.target.value)
            onChoose(chosen?.value ?? null)
          }}
        >
          {none !== undefined && <option value="">{none}</option>}
          {words.map((word) => (
            <option key={word.value} value={word.value}>
              {word.label}
            </option>
          ))}
        </select>
      </div>
      {!compact && (
        <div className="field-below">
          {meaning !== undefined && <span className="field-hint">{meaning}</span>}
          <Writers others={editing.others} />
        </div>
      )}
    </div>
  )
}

/** One word out of a few, all in sight; pressing the chosen one again empties it where nothing may be chosen. */
export function SegmentField<Value extends string>(props: ChoiceProps<Value>) {
  const { label, elementId, field, words, value, none, hint, onChoose } = props
  const id = useId()
  const canEdit = useCanEdit()
  const editing = useEditing(elementId, field)
  const meaning = hint ?? words.find((word) => word.value === value)?.meaning
  const choices = none === undefined ? words : [...words, { value: '' as const, label: none, meaning: '' }]
  return (
    <fieldset className="field field-wide" disabled={!canEdit} onFocus={editing.start} onBlur={editing.end}>
      <legend className="field-label">{label}</legend>
      <div
        className={editing.others.length > 0 ? 'segments field-shared' : 'segments'}
        style={writersOutline(editing.others)}
      >
        {choices.map((choice) => (
          <label key={choice.value} className="segment" title={choice.meaning}>
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={(value ?? '') === choice.value}
              onChange={() => onChoose(choice.value === '' ? null : choice.value)}
            />
            <span className="segment-label">{choice.label}</span>
          </label>
        ))}
      </div>
      <div className="field-below">
        {meaning !== undefined && <span className="field-hint">{meaning}</span>}
        <Writers others={editing.others} />
      </div>
    </fieldset>
  )
}

interface CheckProps {
  label: string
  elementId: ElementId
  field: string
  checked: boolean
  hint?: string | undefined
  onChoose: (checked: boolean) => void
}

/** Yes or no. */
export function CheckField({ label, elementId, field, checked, hint, onChoose }: CheckProps) {
  const canEdit = useCanEdit()
  const editing = useEditing(elementId, field)
  return (
    <div className="field field-check">
      <label
        className={editing.others.length > 0 ? 'check field-shared' : 'check'}
        style={writersOutline(editing.others)}
      >
        <input
          type="checkbox"
          checked={checked}
          disabled={!canEdit}
          onFocus={editing.start}
          onBlur={editing.end}
          onChange={(event) => onChoose(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      <div className="field-below">
        {hint !== undefined && <span className="field-hint">{hint}</span>}
        <Writers others={editing.others} />
      </div>
    </div>
  )
}
