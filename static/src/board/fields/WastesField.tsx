import type { ElementId, Waste } from '../../model/types'
import { useCanEdit } from './useCanEdit'
import { useEditing } from './useEditing'
import { Writers, writersOutline } from './Writers'
import { WASTES } from './words'

interface WastesProps {
  elementId: ElementId
  wastes: readonly Waste[] | undefined
  onChoose: (wastes: Waste[] | null) => void
}

/** Which of the eight wastes the room sees here, kept in the order of the list. */
export function WastesField({ elementId, wastes = [], onChoose }: WastesProps) {
  const canEdit = useCanEdit()
  const editing = useEditing(elementId, 'wastes')
  const toggle = (waste: Waste) => {
    const next = WASTES.map((word) => word.value).filter((value) => wastes.includes(value) !== (value === waste))
    onChoose(next.length > 0 ? next : null)
  }
  return (
    <fieldset className="field field-wide" disabled={!canEdit} onFocus={editing.start} onBlur={editing.end}>
      <legend className="field-label">Wastes seen here</legend>
      <div
        className={editing.others.length > 0 ? 'chips field-shared' : 'chips'}
        style={writersOutline(editing.others)}
      >
        {WASTES.map((word) => (
          <label key={word.value} className="chip" title={word.meaning}>
            <input type="checkbox" checked={wastes.includes(word.value)} onChange={() => toggle(word.value)} />
            <span className="chip-label">{word.label}</span>
          </label>
        ))}
      </div>
      <div className="field-below">
        <Writers others={editing.others} />
      </div>
    </fieldset>
  )
}
