/** Who follows whom on the map: the forward flows of items, which are push, pull and FIFO. */

import type { ElementId, Elements, Flow, FlowKind, Queue, Step } from '../../model/types'

export function isForward(flow: FlowKind): boolean {
  return flow === 'push' || flow === 'pull' || flow === 'fifo'
}

export type ForwardFlow = readonly [ElementId, Flow]

export function forwardInto(elements: Elements, id: ElementId): ForwardFlow[] {
  return forwardFlows(elements).filter(([, flow]) => flow.target === id)
}

export function forwardOut(elements: Elements, id: ElementId): ForwardFlow[] {
  return forwardFlows(elements).filter(([, flow]) => flow.source === id)
}

export function forwardFlows(elements: Elements): ForwardFlow[] {
  const flows: ForwardFlow[] = []
  for (const [id, element] of elements) {
    if (element.kind === 'flow' && isForward(element.flow)) flows.push([id, element])
  }
  return flows
}

/** Every step and queue that an item can reach from `start` without being sent back; `start` itself only in a loop. */
export function reachable(elements: Elements, start: ElementId): Set<ElementId> {
  const next = new Map<ElementId, ElementId[]>()
  for (const [, flow] of forwardFlows(elements)) next.set(flow.source, [...(next.get(flow.source) ?? []), flow.target])
  const found = new Set<ElementId>()
  const open = [...(next.get(start) ?? [])]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...(next.get(id) ?? []))
  }
  return found
}

export function stationOf(elements: Elements, id: ElementId | null | undefined): Step | Queue | null {
  const element = id ? elements.get(id) : undefined
  return element?.kind === 'step' || element?.kind === 'queue' ? element : null
}

/** Where the stream starts and where it ends, for the trigger and the delivery; loose boxes only while nothing is connected. */
export function startsAndEnds(elements: Elements): { starts: ElementId[]; ends: ElementId[] } {
  const targets = new Set<ElementId>()
  const sources = new Set<ElementId>()
  for (const element of elements.values()) {
    if (element.kind !== 'flow' || element.flow.startsWith('information')) continue
    targets.add(element.target)
    if (isForward(element.flow)) sources.add(element.source)
  }
  const connected = targets.size > 0
  const starts: ElementId[] = []
  const ends: ElementId[] = []
  const entered = new Set(forwardFlows(elements).map(([, flow]) => flow.target))
  const reworked: ElementId[] = []
  for (const [id, element] of elements) {
    if (element.kind !== 'step' && element.kind !== 'queue') continue
    if (connected && !targets.has(id) && !sources.has(id)) continue
    if (element.kind === 'queue' && element.counts_only && !sources.has(id)) continue
    if (!targets.has(id)) starts.push(id)
    else if (!entered.has(id) && sources.has(id)) reworked.push(id)
    if (!sources.has(id)) ends.push(id)
  }
  // Work may come back to the first step: it begins there all the same.
  return { starts: starts.length > 0 ? starts : reworked, ends }
}
