/** What an operation or a refusal has to tell me, as sentences. */

import { fieldOf } from './changes'
import { newId } from './edits'
import { FIELD_NAMES, FIELDS } from './fields'
import { formatQuantity } from './figures'
import type { PendingEdit } from './pending'
import type {
  Calendar,
  Change,
  Edit,
  ElementId,
  Elements,
  MapElement,
  Operation,
  ParticipantId,
  Person,
  Quantity,
} from './types'

export interface Notice {
  id: string
  tone: 'info' | 'warning' | 'error'
  message: string
  element?: ElementId
  /** Sets the value back that somebody replaced. */
  takeBack?: Edit[]
}

export interface Reader {
  me: ParticipantId | null
  people: ReadonlyMap<ParticipantId, Person>
  elements: Elements
  calendar: Calendar
}

const KIND_NAMES: Readonly<Record<MapElement['kind'], string>> = {
  step: 'a step',
  queue: 'a queue',
  flow: 'an arrow',
  note: 'a note',
}

/** “Code review”, or “a queue” where it has no name. */
export function nameOf(element: MapElement | undefined): string {
  if (!element) return 'an element that is gone'
  const name = element.kind === 'note' ? element.text : element.name
  if (!name) return KIND_NAMES[element.kind]
  return name.length > 60 ? `“${name.slice(0, 59)}…”` : `“${name}”`
}

/** A field's value as people read it. */
export function valueText(kind: MapElement['kind'], field: string, value: unknown, calendar: Calendar): string {
  if (value == null) return 'empty'
  const spec = FIELDS[kind][field]
  if (spec?.holds === 'quantity') return formatQuantity(value as Quantity, spec.unit, calendar)
  if (Array.isArray(value)) return value.join(', ').replaceAll('_', ' ')
  return typeof value === 'string' ? `“${value.replaceAll('_', ' ')}”` : String(value)
}

/** The notices of one operation that has just been applied; `reader.elements` are those after it. */
export function noticesOf(operation: Operation, reader: Reader): Notice[] {
  const replaced = operation.actor === reader.me ? [] : replacedNotices(operation, reader)
  return operation.actor === reader.me ? [...replaced, ...stayedNotices(operation)] : replaced
}

function stayedNotices(operation: Operation): Notice[] {
  return (operation.stayed ?? []).map((message) => ({ id: newId(), tone: 'info', message }))
}

function replacedNotices(operation: Operation, reader: Reader): Notice[] {
  return Object.entries(operation.replaced ?? {}).flatMap(([id, fields]) => {
    const change = operation.changes[id]
    const mine = Object.keys(fields).filter((field) => fields[field] === reader.me)
    return change && mine.length > 0 ? [replacedNotice(operation, id, change, mine, reader)] : []
  })
}

function replacedNotice(
  operation: Operation,
  id: ElementId,
  change: Change,
  fields: string[],
  { people, elements, calendar }: Reader,
): Notice {
  const element = elements.get(id)
  const actor = people.get(operation.actor)?.name ?? 'Somebody'
  const what = [...new Set(fields.map((field) => `the ${FIELD_NAMES[field] ?? field}`))].join(' and ')
  const values = element ? valuesText(element.kind, change, fields, calendar) : ''
  const notice: Notice = {
    id: newId(),
    tone: 'warning',
    message: `${actor} changed ${what} of ${nameOf(element)} after you${values}.`,
    element: id,
  }
  const saw = Object.fromEntries(fields.map((name) => [name, fieldOf(element, name)]))
  const wanted = Object.fromEntries(fields.map((name) => [name, change.before?.[name] ?? null]))
  return element ? { ...notice, takeBack: [{ do: 'set', id, fields: wanted, saw }] } : notice
}

/** The new and the old value, where they are one and say something to people. */
function valuesText(kind: MapElement['kind'], change: Change, fields: string[], calendar: Calendar): string {
  const [field] = fields
  const holds = field === undefined ? undefined : FIELDS[kind][field]?.holds
  if (field === undefined || fields.length > 1 || holds === 'coordinate' || holds === 'element') return ''
  const now = valueText(kind, field, change.after?.[field], calendar)
  const before = valueText(kind, field, change.before?.[field], calendar)
  return `: it is ${now} now, yours was ${before}`
}

/** Why an edit was not done; that there is nothing to undo is no fault. */
export function rejectedNotice(message: string, { request }: PendingEdit): Notice {
  if (request.do !== 'edit') return { id: newId(), tone: 'info', message }
  return { id: newId(), tone: 'error', message, element: request.edits[0]?.id }
}
