/** What an operation did, in words: for the history, an element's history and the live region of the table. */

import { applyChanges, elementOf } from '../../model/changes'
import { FIELD_NAMES } from '../../model/fields'
import type { Calendar, Change, ElementId, Elements, Fields, FlowKind, MapElement, Operation } from '../../model/types'
import { nameOf, nameOfElement, quoted } from '../fields/naming'
import { showQuantity, specOf } from '../fields/typed'
import { FLOW_KINDS, labelOf, NOTE_KINDS, SPLITS, VALUE_CLASSES, WASTES } from '../fields/words'
import { isQuantity } from './quantity'

const KIND_NAMES = { step: 'step', queue: 'queue', flow: 'arrow', note: 'note' } as const
const LISTED = 3

/**
 * The deed of an operation as one phrase without its actor: "set the wait of “Review” to 3 d (was 2 d)".
 * `elements` is the map as it is now; names that are gone are read from the operation itself.
 */
export function describeOperation(operation: Operation, elements: Elements, calendar: Calendar): string {
  const phrases = describeChanges(operation, elements, calendar)
  const listed = phrases.slice(0, LISTED).join(', ')
  const rest = phrases.length - LISTED
  const what = phrases.length === 0 ? 'nothing that was new' : rest > 0 ? `${listed} and ${rest} more` : listed
  switch (operation.cause) {
    case 'undo':
      return `took back: ${what}`
    case 'redo':
      return `did again: ${what}`
    case 'create':
      return `began with: ${tally(operation)}`
    case 'import':
      return `imported: ${tally(operation)}`
    case 'restore':
      return `restored the map as it was at a moment: ${tally(operation)}`
    case 'edit':
      return phrases.length === 0 ? 'sent a change that changed nothing' : what
  }
}

/** One phrase for each deed; arrows that only follow what was added, rewired arrows and moves are one phrase each. */
export function describeChanges(operation: Operation, elements: Elements, calendar: Calendar): string[] {
  const known = withGone(elements, [operation])
  const changes = Object.entries(operation.changes)
  const addsNodes = changes.some(([, { before, after }]) => before === null && after?.kind !== 'flow')
  const removesNodes = changes.some(([, { before, after }]) => after === null && before?.kind !== 'flow')
  const phrases: string[] = []
  const rewired: ElementId[] = []
  const moved: ElementId[] = []
  for (const [id, change] of changes) {
    if (isMove(change)) moved.push(id)
    else if (isRewiring(change)) rewired.push(id)
    else if (addsNodes && change.before === null && change.after?.kind === 'flow') continue
    else if (removesNodes && change.after === null && change.before?.kind === 'flow') continue
    else phrases.push(...describeChange(id, change, known, calendar))
  }
  const [firstRewired] = rewired
  if (firstRewired !== undefined && !addsNodes && !removesNodes) {
    phrases.push(rewired.length === 1 ? `rewired ${nameOf(known, firstRewired)}` : `rewired ${rewired.length} arrows`)
  }
  const [firstMoved] = moved
  if (firstMoved !== undefined && phrases.length === 0) {
    phrases.push(moved.length === 1 ? `moved ${nameOf(known, firstMoved)}` : `moved ${moved.length} elements`)
  }
  return phrases
}

function isRewiring({ before, after }: Change): boolean {
  return (
    before !== null && after !== null && Object.keys(after).every((field) => field === 'source' || field === 'target')
  )
}

/** The map as it is now, with what is gone put back for its name, as far as these operations, newest first, tell it. */
export function withGone(elements: Elements, operations: readonly Operation[]): Elements {
  const gone: Record<ElementId, Change> = {}
  for (const operation of operations) {
    for (const [id, { before, after }] of Object.entries(operation.changes)) {
      const whole = [after, before].find((fields) => fields !== null && 'kind' in fields)
      if (whole && !elements.has(id) && !(id in gone)) gone[id] = { before: null, after: whole }
    }
  }
  return applyChanges(elements, gone)
}

function isMove({ before, after }: Change): boolean {
  return before !== null && after !== null && Object.keys(after).every((field) => field === 'x' || field === 'y')
}

function describeChange(id: ElementId, { before, after }: Change, known: Elements, calendar: Calendar): string[] {
  if (before === null && after === null) return []
  if (before === null) return [`added ${named(known, elementOf(after ?? {}), id)}`]
  if (after === null) return [`removed ${named(known, elementOf(before), id)}`]
  const name = nameOf(known, id)
  return Object.keys(after)
    .filter((field) => field !== 'x' && field !== 'y')
    .map((field) => describeField(field, before[field] ?? null, after[field] ?? null, name, known, calendar))
}

function named(known: Elements, element: MapElement, id: ElementId): string {
  const name = nameOfElement(known, element, id)
  return name.startsWith('“') ? `the ${KIND_NAMES[element.kind]} ${name}` : name
}

function describeField(
  field: string,
  before: unknown,
  after: unknown,
  name: string,
  known: Elements,
  calendar: Calendar,
): string {
  if (field === 'name' && before !== null && after !== null)
    return `renamed ${quoted(String(before))} to ${quoted(String(after))}`
  const label = FIELD_NAMES[field] ?? field
  if (after === null) return `emptied the ${label} of ${name} (was ${valueText(field, before, known, calendar)})`
  const was = before === null || field === 'text' ? '' : ` (was ${valueText(field, before, known, calendar)})`
  return `set the ${label} of ${name} to ${valueText(field, after, known, calendar)}${was}`
}

/** A field's value for reading. */
export function valueText(field: string, value: unknown, elements: Elements, calendar: Calendar): string {
  if (isQuantity(value)) return showQuantity(value, specOf(field), calendar)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map((item) => labelOf(WASTES, item)).join(', ')
  if (typeof value !== 'string') return String(value)
  switch (field) {
    case 'source':
    case 'target':
    case 'about':
      return nameOf(elements, value)
    case 'value_class':
      return labelOf(VALUE_CLASSES, value as never)
    case 'split':
      return labelOf(SPLITS, value as never)
    case 'flow':
      return labelOf(FLOW_KINDS, value as FlowKind)
    case 'note':
      return labelOf(NOTE_KINDS, value as never)
    case 'waste':
      return labelOf(WASTES, value as never)
    default:
      return quoted(value)
  }
}

function tally({ changes }: Operation): string {
  const all = Object.values(changes)
  const count = (matches: (before: Fields | null, after: Fields | null) => boolean) =>
    all.filter(({ before, after }) => matches(before, after)).length
  const parts = [
    [count((before) => before === null), 'added'],
    [count((_, after) => after === null), 'removed'],
    [count((before, after) => before !== null && after !== null), 'changed'],
  ].flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`]))
  return parts.length === 0 ? 'nothing differed' : parts.join(', ')
}
