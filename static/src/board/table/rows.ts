/** The map as rows: steps and queues in stream order, arrows by their start, notes by what they are about. */

import { streamOrder } from '../../model/order'
import type { ElementId, Elements, Flow, Note, Queue, Step } from '../../model/types'
import { forwardFlows, isForward } from '../canvas/chain'

export interface StepRow {
  id: ElementId
  step: Step
  /** The queues whose items this step takes next, and those counted as evidence before it. */
  queuesBefore: [ElementId, Queue][]
  /** Arrows of items that leave it, rework included. */
  flowsOut: [ElementId, Flow][]
}

export interface QueueRow {
  id: ElementId
  queue: Queue
  /** The steps that take from it, or before which it piles up. */
  before: ElementId[]
}

export interface FlowRow {
  id: ElementId
  flow: Flow
}

export interface NoteRow {
  id: ElementId
  note: Note
}

export interface Rows {
  steps: StepRow[]
  queues: QueueRow[]
  flows: FlowRow[]
  notes: NoteRow[]
}

export function rowsOf(elements: Elements): Rows {
  const order = streamOrder(elements)
  const place = new Map(order.map((id, index) => [id, index]))
  const at = (id: ElementId | undefined) => place.get(id ?? '') ?? order.length
  const rows: Rows = { steps: [], queues: [], flows: [], notes: [] }
  const links = linksOf(elements)
  for (const id of order) {
    const element = elements.get(id)
    if (element?.kind === 'step') {
      const flowsOut = (links.out.get(id) ?? []).sort(([, one], [, other]) => at(one.target) - at(other.target))
      const queues = [...queuesBefore(elements, links.into.get(id) ?? []), ...evidenceBefore(elements, id)]
      rows.steps.push({ id, step: element, flowsOut, queuesBefore: queues })
    } else if (element?.kind === 'queue') {
      const next = (links.out.get(id) ?? []).filter(([, flow]) => isForward(flow.flow)).map(([, flow]) => flow.target)
      rows.queues.push({ id, queue: element, before: next.length > 0 || !element.about ? next : [element.about] })
    }
  }
  for (const [id, element] of elements) {
    if (element.kind === 'flow') rows.flows.push({ id, flow: element })
    if (element.kind === 'note') rows.notes.push({ id, note: element })
  }
  rows.flows.sort((a, b) => at(a.flow.source) - at(b.flow.source) || at(a.flow.target) - at(b.flow.target))
  rows.notes.sort((a, b) => at(a.note.about) - at(b.note.about) || a.note.x - b.note.x || a.note.y - b.note.y)
  return rows
}

type Links = Record<'into' | 'out', Map<ElementId, [ElementId, Flow][]>>

function linksOf(elements: Elements): Links {
  const links: Links = { into: new Map(), out: new Map() }
  for (const [id, element] of elements) {
    if (element.kind !== 'flow' || element.flow.startsWith('information')) continue
    links.out.set(element.source, [...(links.out.get(element.source) ?? []), [id, element]])
    links.into.set(element.target, [...(links.into.get(element.target) ?? []), [id, element]])
  }
  return links
}

function queuesBefore(elements: Elements, into: readonly [ElementId, Flow][]): [ElementId, Queue][] {
  return into.flatMap(([, flow]): [ElementId, Queue][] => {
    const source = elements.get(flow.source)
    return isForward(flow.flow) && source?.kind === 'queue' ? [[flow.source, source]] : []
  })
}

function evidenceBefore(elements: Elements, id: ElementId): [ElementId, Queue][] {
  return Array.from(elements).flatMap(([queueId, queue]): [ElementId, Queue][] =>
    queue.kind === 'queue' && queue.counts_only && queue.about === id ? [[queueId, queue]] : [],
  )
}

/** The last step of the stream, after which a new row goes; null on an empty map. */
export function lastOf(elements: Elements): ElementId | null {
  const sources = new Set(forwardFlows(elements).map(([, flow]) => flow.source))
  const order = streamOrder(elements).filter((id) => elements.get(id)?.kind === 'step')
  return order.findLast((id) => !sources.has(id)) ?? order.at(-1) ?? null
}
