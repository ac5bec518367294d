/** Tidying up: a layered layout in stream order, branches above and below the line that they leave. */

import { setFields } from '../../model/edits'
import { streamOrder } from '../../model/order'
import type { Edit, ElementId, Elements } from '../../model/types'
import { type ForwardFlow, forwardFlows, stationOf } from './chain'
import { type Point, QUEUE_WIDTH, ROW_PITCH, STEP_PITCH, STEP_WIDTH } from './sizes'

const GAP = STEP_PITCH - STEP_WIDTH

/** The edits that arrange the whole map; what hangs on a box keeps its distance to it. */
export function tidy(elements: Elements): Edit[] {
  const places = arrange(elements)
  const edits: Edit[] = []
  for (const [id, element] of elements) {
    if (element.kind === 'flow') continue
    const place = places.get(id) ?? carried(elements, id, places)
    if (!place) continue
    const at = { x: Math.round(place.x), y: Math.round(place.y) }
    if (at.x !== element.x || at.y !== element.y) edits.push(setFields(elements, id, at))
  }
  return edits
}

/** Where each step and queue of the stream goes. The upper left corner of the map stays where it is. */
export function arrange(elements: Elements): Map<ElementId, Point> {
  const order = streamOrder(elements)
  const flows = forwardOnly(elements, order)
  const linked = new Set(flows.flatMap(([, flow]) => [flow.source, flow.target]))
  const inStream = order.filter((id) => linked.has(id) || flows.length === 0)
  const layers = layersOf(inStream, flows, flows.length === 0)
  const rows = rowsOf(elements, layers, flows)
  const columns = columnsOf(elements, layers)
  const origin = corner(elements, inStream)
  const top = Math.min(0, ...rows.values())
  const places = new Map<ElementId, Point>()
  for (const [layer, ids] of layers.entries()) {
    for (const id of ids) {
      places.set(id, { x: origin.x + (columns[layer] ?? 0), y: origin.y + ((rows.get(id) ?? 0) - top) * ROW_PITCH })
    }
  }
  const evidence = order.filter((id) => !linked.has(id) && flows.length > 0)
  placeLoose(elements, evidence, places, origin)
  return places
}

/** The forward flows without those that close a loop, which is their order in the stream. */
function forwardOnly(elements: Elements, order: readonly ElementId[]): ForwardFlow[] {
  const rank = new Map(order.map((id, place) => [id, place]))
  return forwardFlows(elements).filter(
    ([, flow]) => (rank.get(flow.source) ?? 0) < (rank.get(flow.target) ?? 0) && rank.has(flow.source),
  )
}

/** Each box one layer after the last of those before it. */
function layersOf(order: readonly ElementId[], flows: readonly ForwardFlow[], inOneRow: boolean): ElementId[][] {
  const depth = new Map<ElementId, number>()
  for (const [place, id] of order.entries()) {
    const before = flows.filter(([, flow]) => flow.target === id).map(([, flow]) => depth.get(flow.source) ?? -1)
    depth.set(id, inOneRow ? place : Math.max(-1, ...before) + 1)
  }
  const layers: ElementId[][] = []
  for (const id of order) {
    const layer = depth.get(id) ?? 0
    layers[layer] = [...(layers[layer] ?? []), id]
  }
  return Array.from(layers, (ids) => ids ?? [])
}

/** Rows in units of the row pitch: in line with what comes before, branches spread around it, no two on one place. */
function rowsOf(elements: Elements, layers: ElementId[][], flows: readonly ForwardFlow[]): Map<ElementId, number> {
  const rows = new Map<ElementId, number>()
  for (const ids of layers) {
    const wished = ids.map((id) => ({ id, row: wishedRow(elements, id, flows, rows) }))
    wished.sort((one, other) => one.row - other.row || yOf(elements, one.id) - yOf(elements, other.id))
    spread(wished)
    for (const { id, row } of wished) rows.set(id, row)
  }
  return rows
}

function wishedRow(
  elements: Elements,
  id: ElementId,
  flows: readonly ForwardFlow[],
  rows: ReadonlyMap<ElementId, number>,
): number {
  const before = flows.filter(([, flow]) => flow.target === id).map(([, flow]) => flow.source)
  if (before.length === 0) return 0
  const wishes = before.map((source) => {
    const branches = flows
      .filter(([, flow]) => flow.source === source)
      .map(([, flow]) => flow.target)
      .sort((one, other) => yOf(elements, one) - yOf(elements, other))
    return (rows.get(source) ?? 0) + branches.indexOf(id) - (branches.length - 1) / 2
  })
  return wishes.reduce((sum, row) => sum + row, 0) / wishes.length
}

/** Pushes rows of one layer apart to a whole pitch, around the middle that they had. */
function spread(wished: { row: number }[]): void {
  const wish = mean(wished.map(({ row }) => row))
  for (const [place, one] of wished.entries()) {
    const above = wished[place - 1]
    if (above && one.row < above.row + 1) one.row = above.row + 1
  }
  const shift = wish - mean(wished.map(({ row }) => row))
  for (const one of wished) one.row += shift
}

function columnsOf(elements: Elements, layers: readonly ElementId[][]): number[] {
  const widths = layers.map((ids) => (ids.some((id) => elements.get(id)?.kind === 'step') ? STEP_WIDTH : QUEUE_WIDTH))
  const columns: number[] = []
  let x = 0
  for (const [layer, width] of widths.entries()) {
    const before = widths[layer - 1]
    if (before !== undefined) x += (before + width) / 2 + GAP
    columns.push(x)
  }
  return columns
}

/** Queues that only count stand in the gap before their step; what has no arrow at all, in a row below the stream. */
function placeLoose(elements: Elements, loose: ElementId[], places: Map<ElementId, Point>, origin: Point): void {
  const bottom = Math.max(origin.y, ...Array.from(places.values(), (place) => place.y))
  let x = origin.x
  for (const id of loose) {
    const element = elements.get(id)
    const step = element?.kind === 'queue' && element.about ? places.get(element.about) : undefined
    if (step) {
      places.set(id, { x: step.x - STEP_PITCH / 2, y: step.y })
      continue
    }
    places.set(id, { x, y: bottom + ROW_PITCH * 1.5 })
    x += STEP_PITCH
  }
}

/** Where a note goes when the map around it moves: with what it speaks about, a free one with the box next to it. */
function carried(elements: Elements, id: ElementId, places: ReadonlyMap<ElementId, Point>): Point | null {
  const element = elements.get(id)
  if (element?.kind !== 'note') return null
  const about = element.about === undefined ? undefined : elements.get(element.about)
  const anchor = about?.kind === 'flow' ? about.target : (element.about ?? nearest(elements, element, places))
  const [from, to] = [stationOf(elements, anchor), places.get(anchor)]
  return from && to ? { x: element.x + to.x - from.x, y: element.y + to.y - from.y } : null
}

function nearest(elements: Elements, at: Point, places: ReadonlyMap<ElementId, Point>): ElementId {
  let [best, least] = ['', Number.POSITIVE_INFINITY]
  for (const id of places.keys()) {
    const box = stationOf(elements, id)
    const distance = box ? Math.hypot(box.x - at.x, box.y - at.y) : Number.POSITIVE_INFINITY
    if (distance < least) [best, least] = [id, distance]
  }
  return best
}

function corner(elements: Elements, ids: readonly ElementId[]): Point {
  const stations = ids.map((id) => stationOf(elements, id)).filter((station) => station !== null)
  if (stations.length === 0) return { x: 0, y: 0 }
  return { x: Math.min(...stations.map(({ x }) => x)), y: Math.min(...stations.map(({ y }) => y)) }
}

function yOf(elements: Elements, id: ElementId): number {
  return stationOf(elements, id)?.y ?? 0
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
