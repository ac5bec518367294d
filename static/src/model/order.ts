/**
 * Stream order: forward order along the item flows, ties by x, y, id; the order of the table view.
 *
 * The same as `stream_order` of metrics/graph.py, computed here because the table follows pending edits at once.
 */

import type { ElementId, Elements, Flow, Queue, Step } from './types'

const FORWARD: ReadonlySet<Flow['flow']> = new Set(['push', 'pull', 'fifo'])

interface Edge {
  id: ElementId
  source: number
  target: number
}

/** The ids of all steps and queues in stream order. */
export function streamOrder(elements: Elements): ElementId[] {
  const ids = placesOf(elements)
  const edges = forwardEdges(elements, ids)
  const order = sorted(ids.length, edges)
  const whole = order.length === ids.length ? order : sorted(ids.length, withoutLoops(ids.length, edges))
  return whole.flatMap((place) => ids[place] ?? [])
}

/** Every step and queue by x, y and id; its index is the place that decides ties. */
function placesOf(elements: Elements): ElementId[] {
  const nodes: [ElementId, Step | Queue][] = []
  for (const [id, element] of elements) {
    if (element.kind === 'step' || element.kind === 'queue') nodes.push([id, element])
  }
  nodes.sort(([a, one], [b, two]) => one.x - two.x || one.y - two.y || (a < b ? -1 : 1))
  return nodes.map(([id]) => id)
}

function forwardEdges(elements: Elements, ids: readonly ElementId[]): Edge[] {
  const places = new Map(ids.map((id, place) => [id, place]))
  const edges: Edge[] = []
  for (const [id, flow] of elements) {
    if (flow.kind !== 'flow' || !FORWARD.has(flow.flow)) continue
    const source = places.get(flow.source)
    const target = places.get(flow.target)
    if (source !== undefined && target !== undefined) edges.push({ id, source, target })
  }
  return edges.sort((a, b) => a.source - b.source || a.target - b.target || (a.id < b.id ? -1 : 1))
}

function outgoing(count: number, edges: readonly Edge[]): Edge[][] {
  const out: Edge[][] = Array.from({ length: count }, () => [])
  for (const edge of edges) out[edge.source]?.push(edge)
  return out
}

/** Of the nodes that could be next always the lowest place; loops and what follows them are left out. */
function sorted(count: number, edges: readonly Edge[]): number[] {
  const out = outgoing(count, edges)
  const waitingFor = new Array<number>(count).fill(0)
  for (const { target } of edges) waitingFor[target] = (waitingFor[target] ?? 0) + 1
  const ready = new Set<number>()
  for (const [place, waiting] of waitingFor.entries()) if (waiting === 0) ready.add(place)
  const order: number[] = []
  while (ready.size > 0) {
    const place = Math.min(...ready)
    ready.delete(place)
    order.push(place)
    for (const { target } of out[place] ?? []) {
      const left = (waitingFor[target] ?? 0) - 1
      waitingFor[target] = left
      if (left === 0) ready.add(target)
    }
  }
  return order
}

/** The edges without those that lead back to a node they came from, walking from the starts, else the lowest place. */
function withoutLoops(count: number, edges: readonly Edge[]): Edge[] {
  const out = outgoing(count, edges)
  const reached = new Set(edges.map(({ target }) => target))
  const isOpen = new Array<boolean | undefined>(count)
  const closing = new Set<Edge>()
  const places = Array.from({ length: count }, (_, place) => place)
  for (const root of [
    ...places.filter((place) => !reached.has(place)),
    ...places.filter((place) => reached.has(place)),
  ]) {
    if (isOpen[root] !== undefined) continue
    isOpen[root] = true
    const walk = [{ place: root, left: [...(out[root] ?? [])] }]
    for (let here = walk.at(-1); here; here = walk.at(-1)) {
      const edge = here.left.shift()
      if (!edge) {
        isOpen[here.place] = false
        walk.pop()
      } else if (isOpen[edge.target]) {
        closing.add(edge)
      } else if (isOpen[edge.target] === undefined) {
        isOpen[edge.target] = true
        walk.push({ place: edge.target, left: [...(out[edge.target] ?? [])] })
      }
    }
  }
  return edges.filter((edge) => !closing.has(edge))
}
