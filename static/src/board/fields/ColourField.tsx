import { useId } from 'react'
import type { ElementId } from '../../model/types'
import { NOTE_COLOURS, paperOf } from './colours'
import { useCanEdit } from './useCanEdit'
import { useEditing } from './useEditing'
import { Writers, writersOutline } from './Writers'

interface ColourProps {
  elementId: ElementId
  value: string | undefined
  onChoose: (colour: string | null) => void
}

/** The colour of a note: one of a few, or what its kind has. A code that a file brought along stays a choice. */
export function ColourField({ elementId, value, onChoose }: ColourProps) {
  const id = useId()
  const canEdit = useCanEdit()
  const editing = useEditing(elementId, 'colour')
  const isOther = value !== undefined && !NOTE_COLOURS.some((name) => name === value)
  const colours: readonly string[] = isOther ? [...NOTE_COLOURS, value] : NOTE_COLOURS
  return (
    <fieldset className="field field-wide" disabled={!canEdit} onFocus={editing.start} onBlur={editing.end}>
      <legend className="field-label">Colour</legend>
      <div
        className={editing.others.length > 0 ? 'segments field-shared' : 'segments'}
        style={writersOutline(editing.others)}
      >
        <label className="segment">
          <input type="radio" name={id} checked={value === undefined} onChange={() => onChoose(null)} />
          <span className="segment-label">by kind</span>
        </label>
        {colours.map((colour) => (
          <label key={colour} className="segment" title={colour}>
            <input
              type="radio"
              name={id}
              aria-label={colour}
              checked={value === colour}
              onChange={() => onChoose(colour)}
            />
            <span className="segment-label">
              <span className="paper-swatch" style={paperOf(colour)} />
            </span>
          </label>
        ))}
      </div>
      <div className="field-below">
        <Writers others={editing.others} />
      </div>
    </fieldset>
  )
}
