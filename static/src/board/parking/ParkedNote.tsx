import { BECOMES, becomeEdits, dealEdits, type Parked } from '../../model/parking'
import type { ElementId, Note, NoteKind } from '../../model/types'
import { When } from '../dialogs/When'
import { plainName } from '../fields/naming'
import { TextArea } from '../fields/TextField'
import { useCanEdit } from '../fields/useCanEdit'
import { HeldContext, useHeld } from '../locks/useHeld'
import { useBoardStore, useStore } from '../useStore'

/** What people call it once it is taken out of the lot. */
const BECAME: Readonly<Record<(typeof BECOMES)[number], string>> = {
  burst: 'Improvement',
  question: 'Question',
  idea: 'Idea',
  hypothesis: 'Hypothesis',
}

interface ParkedNoteProps {
  id: ElementId
  note: Note
  /** Null until the server has told. */
  parked: Parked | null
  onShow: () => void
  onDealt: (words: string) => void
}

/** One parked note: its words, who parked it when, and what becomes of it. */
export function ParkedNote({ id, note, parked, onShow, onDealt }: ParkedNoteProps) {
  const store = useBoardStore()
  const people = useStore((state) => state.people)
  const elements = useStore((state) => state.elements)
  const held = useHeld()(id)
  const canEdit = useCanEdit() && held === null
  const called = note.text ? `“${note.text.split(/\s+/).slice(0, 6).join(' ')}”` : 'the note without words'
  const become = (kind: NoteKind, word: string) => {
    store.edit(becomeEdits(store.getState().elements, id, kind))
    onDealt(`${called} is now: ${word}.`)
  }
  return (
    <li className="parked">
      <HeldContext value={held}>
        <TextArea
          label="Parked"
          elementId={id}
          field="text"
          text={note.text ?? ''}
          maxLength={10_000}
          rows={1}
          compact
        />
      </HeldContext>
      <p className="parking-who">
        {parked && (
          <>
            {people.get(parked.by)?.name ?? 'Somebody'} <When at={parked.at} />
          </>
        )}
        {note.about !== undefined && elements.has(note.about) && <> about {plainName(elements, note.about)}</>}
        <button type="button" className="act-quiet" aria-label={`Show ${called} on the map`} onClick={onShow}>
          Show
        </button>
      </p>
      {held !== null && <p className="parking-hint">{held}</p>}
      {canEdit && (
        <fieldset className="parked-acts">
          <legend className="visually-hidden">What becomes of {called}</legend>
          <span aria-hidden="true">Make it:</span>
          {BECOMES.map((kind) => (
            <button
              key={kind}
              type="button"
              className="act"
              aria-label={`Make ${called}: ${BECAME[kind]}`}
              onClick={() => become(kind, BECAME[kind])}
            >
              {BECAME[kind]}
            </button>
          ))}
          <button
            type="button"
            className="act parked-done"
            aria-label={`${called} is dealt with`}
            onClick={() => {
              store.edit(dealEdits(store.getState().elements, id))
              onDealt(`${called} is dealt with and off the map.`)
            }}
          >
            Dealt with
          </button>
        </fieldset>
      )}
    </li>
  )
}
