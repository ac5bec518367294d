/** The parking lot: notes of the map that wait, what became of those that were dealt with, and the edits for it. */

import { addNote, setFields } from './edits'
import { removeEdits } from './reorder'
import type { Edit, ElementId, Elements, Note, NoteKind, ParticipantId } from './types'

/** Who put a note into the lot when. */
export interface Parked {
  id: ElementId
  seq: number
  by: ParticipantId
  at: string
}

/** A note that left the lot; `became` is null where it is off the map, `edits` put it back. */
export interface Dealt extends Parked {
  text: string
  became: NoteKind | null
  edits: Edit[]
}

/** What the server knows of the lot: the oldest first, and the newest of what was dealt with first. */
export interface Lot {
  parked: readonly Parked[]
  dealt: readonly Dealt[]
}

/** What a parked note can become with one click. */
export const BECOMES = ['burst', 'question', 'idea', 'hypothesis'] as const satisfies readonly NoteKind[]

export function parkedNotes(elements: Elements): [ElementId, Note][] {
  return Array.from(elements).filter(
    (entry): entry is [ElementId, Note] => entry[1].kind === 'note' && entry[1].note === 'parking_lot',
  )
}

/** The notes of the lot, the oldest first; what the server has not told of yet comes last. */
export function byAge(elements: Elements, lot: Lot | null): [ElementId, Note][] {
  const ages = new Map(lot?.parked.map(({ id }, age) => [id, age]) ?? [])
  const ageOf = (id: ElementId) => ages.get(id) ?? ages.size
  return parkedNotes(elements).sort(([one], [other]) => ageOf(one) - ageOf(other))
}

export function parkEdits(text: string, at: { x: number; y: number }, id: ElementId): Edit[] {
  return [addNote({ note: 'parking_lot', text, ...at }, id)]
}

export function becomeEdits(elements: Elements, id: ElementId, note: NoteKind): Edit[] {
  return [setFields(elements, id, { note })]
}

/** Takes it off the map; it stays in the log, and can be put back. */
export function dealEdits(elements: Elements, id: ElementId): Edit[] {
  return removeEdits(elements, [id])
}
