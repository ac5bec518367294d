import type { ElementId } from '../../model/types'
import { hypothesesOf } from '../../model/waste'
import { noteAbout } from '../canvas/insert'
import type { Commands } from '../canvas/useCommands'
import { nameOf, plainName } from '../fields/naming'
import { useCanEdit } from '../fields/useCanEdit'
import { labelOf, WASTES } from '../fields/words'
import { useBoardStore, useStore } from '../useStore'
import { useBrushWaste } from './useBrush'
import { WasteIcon } from './WasteIcon'

/** Why it might be so: every hypothesis of the map with its place and its waste, and the way to write the next one. */
export function Hypotheses({ commands }: { commands: Commands }) {
  const store = useBoardStore()
  const elements = useStore((state) => state.elements)
  const selection = useStore((state) => state.own.selection)
  const brush = useBrushWaste()
  const canEdit = useCanEdit()
  const found = hypothesesOf(elements)
  const [only] = selection.length === 1 ? selection : []
  const about = only !== undefined && elements.get(only)?.kind !== 'note' && elements.has(only) ? only : null
  const show = (id: ElementId) => {
    store.setPresence({ selection: [id] })
    commands.show(id)
  }
  const add = () => {
    const made = noteAbout(elements, 'hypothesis', about, commands.cursor(), undefined, commands.room())
    const edits = made.edits.map((edit) =>
      edit.do === 'add' && brush !== null ? { ...edit, element: { ...edit.element, waste: brush } } : edit,
    )
    commands.insert({ id: made.id, edits }, 'text')
  }
  return (
    <section className="wastes-part" aria-labelledby="wastes-hypotheses">
      <h3 id="wastes-hypotheses">Hypotheses</h3>
      {found.length === 0 && (
        <p className="wastes-empty">Why might it be so: big batches, capacity, quality? Write it beside the map.</p>
      )}
      <ul className="hypotheses">
        {found.map(({ id, note }) => (
          <li key={id}>
            <button type="button" onClick={() => show(id)}>
              <span className="hypothesis-text">{note.text || 'not written yet'}</span>
              <span className="hypothesis-of">
                <span>
                  {note.about === undefined ? 'about the whole map' : `about ${nameOf(elements, note.about)}`}
                </span>
                {note.waste && (
                  <span className="hypothesis-waste">
                    <WasteIcon waste={note.waste} /> {labelOf(WASTES, note.waste)}
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {canEdit && (
        <button type="button" className="button hypothesis-add" onClick={add}>
          Add a hypothesis
          {about !== null && ` about ${plainName(elements, about)}`}
          {brush !== null && ` (${labelOf(WASTES, brush)})`}
        </button>
      )}
    </section>
  )
}
