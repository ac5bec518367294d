/** How the board writes the edits that it asks for. Every `set` says what its writer saw. */

import { fieldOf } from './changes'
import type { Edit, ElementId, Elements, Fields, Flow, MapElement, Note, Queue, Step } from './types'

/** A new element or operation id: a random UUID, also where the page is not a secure context. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Sets `fields` of the element (null empties one), with the values that `elements` shows now as `saw`. */
export function setFields(elements: Elements, id: ElementId, fields: Fields): Edit {
  const element = elements.get(id)
  const saw = Object.fromEntries(Object.keys(fields).map((field) => [field, fieldOf(element, field)]))
  return { do: 'set', id, fields, saw }
}

export function addElement(element: MapElement, id: ElementId = newId()): Edit {
  return { do: 'add', id, element: element as unknown as Fields }
}

export function addStep(step: Omit<Step, 'kind'>, id?: ElementId): Edit {
  return addElement({ kind: 'step', ...step }, id)
}

export function addQueue(queue: Omit<Queue, 'kind'>, id?: ElementId): Edit {
  return addElement({ kind: 'queue', ...queue }, id)
}

export function addFlow(flow: Omit<Flow, 'kind'>, id?: ElementId): Edit {
  return addElement({ kind: 'flow', ...flow }, id)
}

export function addNote(note: Omit<Note, 'kind'>, id?: ElementId): Edit {
  return addElement({ kind: 'note', ...note }, id)
}

/**
 * Removes `ids` in one go. Flows come first: a step takes its flows along (E1), and removing one twice would be refused
 * together with the rest (E6, S6).
 */
export function removeElements(elements: Elements, ids: Iterable<ElementId>): Edit[] {
  const known = [...new Set(ids)].filter((id) => elements.has(id))
  const isFlow = (id: ElementId) => elements.get(id)?.kind === 'flow'
  const ordered = [...known.filter(isFlow), ...known.filter((id) => !isFlow(id))]
  return ordered.map((id): Edit => ({ do: 'remove', id }))
}
