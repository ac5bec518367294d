/** What figures and people say about single elements, looked up by id. Computed once for each state they come from. */

import type { ConnectionId, ElementId, Metrics, Operation, ParticipantId, Presence } from '../../model/types'

export interface Other {
  participant: ParticipantId
  /** The field that they write in, or null where they only selected the element. */
  field: string | null
}

function once<From extends object, Made>(make: (from: From) => Made): (from: From) => Made {
  const made = new WeakMap<From, Made>()
  return (from) => {
    const known = made.get(from)
    if (known !== undefined) return known
    const fresh = make(from)
    made.set(from, fresh)
    return fresh
  }
}

/** The counted path: by which share of the items each box on it is passed. */
export const pathWeights = once(
  (metrics: Metrics): ReadonlyMap<ElementId, number> =>
    new Map(metrics.counted_path.map(({ id, weight }) => [id, weight])),
)

export const outsideOf = once((metrics: Metrics): ReadonlySet<ElementId> => new Set(metrics.outside))

/** What is missing or wrong at an element, as sentences by element and field (an empty field: the element itself). */
export const gapsOf = once((metrics: Metrics): ReadonlyMap<string, string> => {
  const gaps = new Map<string, string>()
  for (const { element, field, sentence } of metrics.missing) if (element) gaps.set(`${element} ${field}`, sentence)
  for (const { element, sentence } of metrics.problems) if (element) gaps.set(`${element} `, sentence)
  return gaps
})

/** The newest operation on each element, for saying who has just changed it. */
/** More glows at once would say nothing, and each is a layer of its own for the browser. */
const GLOWS = 6

/** The last operation on each of the elements that were changed last. */
export const newestByElement = once((operations: readonly Operation[]): ReadonlyMap<ElementId, Operation> => {
  const newest = new Map<ElementId, Operation>()
  for (const operation of operations.slice(-GLOWS))
    for (const id of Object.keys(operation.changes)) newest.set(id, operation)
  return newest
})

export const othersByElement = once(
  (presence: ReadonlyMap<ConnectionId, Presence>): ReadonlyMap<ElementId, readonly Other[]> => {
    const others = new Map<ElementId, Other[]>()
    const put = (id: ElementId, other: Other) => others.set(id, [...(others.get(id) ?? []), other])
    for (const { participant, selection, editing } of presence.values()) {
      for (const id of selection) if (id !== editing?.id) put(id, { participant, field: null })
      if (editing) put(editing.id, { participant, field: editing.field })
    }
    return others
  },
)
