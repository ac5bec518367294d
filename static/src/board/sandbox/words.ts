/** The changes of a what-if in words. */

import { FIELD_NAMES } from '../../model/fields'
import type { ChangeRow } from '../../model/sandbox'
import type { Calendar, ElementId, Elements, Operation, ParticipantId, Person } from '../../model/types'
import { nameOf } from '../fields/naming'
import { valueText } from '../inspector/describe'

export interface Said {
  /** What it is about: “Code review”. */
  name: string
  /** What changes: “wait time”, “removed”. */
  change: string
  from: string | null
  to: string | null
  /** What is to be known about it; null where it simply counts. */
  remark: string | null
}

interface Reader {
  /** Everything that can be named: what is there, and what is gone. */
  known: Elements
  calendar: Calendar
  operations: readonly Operation[]
  people: ReadonlyMap<ParticipantId, Person>
  refusals: ReadonlyMap<ElementId, string>
}

export function said(row: ChangeRow, reader: Reader): Said {
  const { known, calendar } = reader
  const name = capital(nameOf(known, row.id))
  const remark = remarkOf(row, name, reader)
  const value = (what: unknown) =>
    what == null ? 'empty' : row.field === null ? null : valueText(row.field, what, known, calendar)
  switch (row.what) {
    case 'moved':
      return { name: boxes(row.count), change: 'moved on the canvas', from: null, to: null, remark }
    case 'added':
      return { name, change: 'added', from: null, to: null, remark }
    case 'removed':
      return { name, change: 'removed', from: null, to: null, remark }
    case 'rewired':
      return { name, change: 'goes another way', from: null, to: null, remark }
    case 'set':
      return { name, change: FIELD_NAMES[row.field ?? ''] ?? '', from: value(row.from), to: value(row.to), remark }
  }
}

function remarkOf(row: ChangeRow, name: string, { operations, people, refusals }: Reader): string | null {
  if (row.lost === 'gone') {
    const by = removerOf(row.id, operations, people)
    return `${name} was removed from the map${by === null ? '' : ` by ${by}`}, so this change counts nowhere.`
  }
  if (row.lost === 'end_gone') return 'What it leads to is gone from the map, so this change counts nowhere.'
  if (row.lost === 'refused') return 'It does not fit the map as it is now, so this change counts nowhere.'
  if (row.isSame) {
    return row.what === 'removed' ? 'It was removed from the map as well.' : 'The map says the same by now.'
  }
  const refusal = refusals.get(row.id)
  if (refusal !== undefined) return refusal
  return row.isNews ? 'The map has changed here since you wrote this.' : null
}

/** Who removed it, as far as this page has seen it happen. */
function removerOf(
  id: ElementId,
  operations: readonly Operation[],
  people: ReadonlyMap<ParticipantId, Person>,
): string | null {
  const removal = operations.findLast(({ changes }) => changes[id]?.after === null)
  return (removal && people.get(removal.actor)?.name) ?? null
}

function boxes(count: number): string {
  return count === 1 ? 'One box' : `${count} boxes`
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function countOf(changes: number): string {
  return changes === 1 ? '1 change' : `${changes} changes`
}
