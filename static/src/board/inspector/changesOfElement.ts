/** What an operation did to one element, field by field, in words. */

import { FIELD_NAMES } from '../../model/fields'
import type { Calendar, Change, Elements, Fields, Operation } from '../../model/types'
import { valueText } from './describe'

/** One field as it was and as it became; null where it was or is empty. */
export interface FieldChange {
  label: string
  before: string | null
  after: string | null
}

/** Where an element is placed is one thing for its reader. */
const PLACES: readonly string[] = ['x', 'y']

/** The fields that a change set, in the order in which they travel; a move is none of them. */
export function fieldChanges({ before, after }: Change, elements: Elements, calendar: Calendar): FieldChange[] {
  if (before === null || after === null) return []
  return Object.keys(after)
    .filter((field) => !PLACES.includes(field))
    .map((field) => ({
      label: FIELD_NAMES[field] ?? field,
      before: wordsOf(field, before, elements, calendar),
      after: wordsOf(field, after, elements, calendar),
    }))
}

function wordsOf(field: string, fields: Fields, elements: Elements, calendar: Calendar): string | null {
  const value = fields[field] ?? null
  return value === null ? null : valueText(field, value, elements, calendar)
}

/** What became of the element as a whole: the deed that its actor is named with. */
export function deedOf({ cause, op_id }: Pick<Operation, 'cause' | 'op_id'>, { before, after }: Change): string {
  switch (cause) {
    case 'undo':
      return before === null ? 'brought it back' : after === null ? 'took it back' : 'took a change back'
    case 'redo':
      return before === null ? 'added it again' : after === null ? 'removed it again' : 'did a change again'
    case 'create':
      return 'began the map with it'
    case 'import':
      return before === null ? 'imported it' : after === null ? 'removed it by an import' : 'changed it by an import'
    case 'restore':
      return `restored the map as it was: ${before === null ? 'it came back' : after === null ? 'it went' : 'it changed'}`
    case 'edit':
      // Who reveals a round has not written what it shows.
      if (isReveal(op_id) && before === null) return 'revealed it from a round'
      if (before === null) return 'added it'
      if (after === null) return 'removed it'
      return Object.keys(after).every((field) => PLACES.includes(field)) ? 'moved it' : 'changed it'
  }
}

/** docs/PROTOCOL.md, Y8. */
export function isReveal(opId: string): boolean {
  return opId.startsWith('reveal-')
}
