/** The map as React Flow wants it. Objects are reused while nothing in them changes, so that only what changed renders. */

import type { Edge, Node } from '@xyflow/react'
import { streamOrder } from '../../model/order'
import type { Charter, ElementId, Elements, Flow, MapElement } from '../../model/types'
import { isForward, startsAndEnds, stationOf } from './chain'
import {
  BURST_HEIGHT,
  BURST_WIDTH,
  ENDPOINT_HEIGHT,
  ENDPOINT_WIDTH,
  NOTE_HEIGHT,
  NOTE_WIDTH,
  type Point,
  QUEUE_HEIGHT,
  QUEUE_WIDTH,
  STEP_HEIGHT,
  STEP_PITCH,
  STEP_WIDTH,
} from './sizes'
import { spokenElement, spokenFlow, spokenIn, spokenOut, spokenThread } from './spoken'

/** Not ids of elements: `@` is not in their alphabet. */
export const TRIGGER = '@trigger'
export const DELIVERY = '@delivery'

export interface Size {
  width: number
  height: number
}

export interface NodeParts {
  elements: Elements
  charter: Charter | null
  selection: readonly ElementId[]
  /** Places of boxes that are being moved and not stored yet. */
  places: ReadonlyMap<ElementId, Point>
  /** What the browser measured. */
  sizes: ReadonlyMap<ElementId, Size>
  /** Why an element is kept from me; null where it is not. */
  heldBy?: (id: ElementId) => string | null
}

type Known = ReadonlyMap<string, Node>

/** Steps and queues in stream order, so that Tab goes through the map as work does; then the notes. */
export function nodesOf(parts: NodeParts, known: Known): Node[] {
  const { elements, selection, places, sizes } = parts
  const selected = new Set(selection)
  const notes = Array.from(elements.keys()).filter((id) => elements.get(id)?.kind === 'note')
  const nodes: Node[] = endpoints(parts, known)
  for (const id of [...streamOrder(elements), ...notes]) {
    const element = elements.get(id)
    if (!element || element.kind === 'flow') continue
    const place = places.get(id) ?? element
    const node = nodeOf(id, element, place, selected.has(id), sizes.get(id))
    const spoken = spokenElement(element, parts.charter)
    const held = parts.heldBy?.(id) ?? null
    const kept = held === null ? {} : { draggable: false, className: 'is-held', domAttributes: { title: held } }
    nodes.push(reused(known.get(id), { ...node, ...kept, ariaLabel: held === null ? spoken : `${spoken}. ${held}` }))
  }
  return nodes
}

function nodeOf(
  id: ElementId,
  element: Exclude<MapElement, Flow>,
  place: Point,
  selected: boolean,
  measured: Size | undefined,
): Node {
  const isBurst = element.kind === 'note' && element.note === 'burst'
  const [initialWidth, initialHeight] = {
    step: [STEP_WIDTH, STEP_HEIGHT],
    queue: [QUEUE_WIDTH, QUEUE_HEIGHT],
    note: isBurst ? [BURST_WIDTH, BURST_HEIGHT] : [NOTE_WIDTH, NOTE_HEIGHT],
  }[element.kind] as [number, number]
  return {
    id,
    type: element.kind,
    position: { x: place.x, y: place.y },
    data: { element },
    selected,
    initialWidth,
    initialHeight,
    ...(measured ? { measured } : {}),
    zIndex: element.kind === 'step' ? 1 : 2,
  }
}

function reused(before: Node | undefined, node: Node): Node {
  const isSame =
    before !== undefined &&
    before.type === node.type &&
    before.data.element === node.data.element &&
    before.position.x === node.position.x &&
    before.position.y === node.position.y &&
    before.selected === node.selected &&
    before.ariaLabel === node.ariaLabel &&
    before.draggable === node.draggable &&
    before.measured?.width === node.measured?.width &&
    before.measured?.height === node.measured?.height
  return isSame ? before : node
}

function endpoints({ elements, charter, sizes, places }: NodeParts, known: Known): Node[] {
  if (!charter) return []
  const { starts, ends } = startsAndEnds(elements)
  const placed = (ids: ElementId[]) =>
    ids.flatMap((id) => {
      const station = stationOf(elements, id)
      return station ? [places.get(id) ?? station] : []
    })
  const before = outer(placed(starts), -1)
  const after = outer(placed(ends), 1)
  return [
    endpoint(TRIGGER, charter.trigger, '', before, sizes, known),
    endpoint(DELIVERY, charter.delivery, charter.customer, after, sizes, known),
  ]
}

function endpoint(
  id: string,
  words: string,
  who: string,
  position: Point,
  sizes: NodeParts['sizes'],
  known: Known,
): Node {
  const before = known.get(id)
  const measured = sizes.get(id)
  const isSame =
    before !== undefined &&
    before.data.words === words &&
    before.data.who === who &&
    before.position.x === position.x &&
    before.position.y === position.y &&
    before.measured?.height === measured?.height
  if (isSame) return before
  return {
    id,
    type: 'endpoint',
    position,
    data: { is: id === TRIGGER ? 'trigger' : 'delivery', words, who },
    draggable: false,
    selectable: false,
    connectable: false,
    deletable: false,
    focusable: false,
    initialWidth: ENDPOINT_WIDTH,
    initialHeight: ENDPOINT_HEIGHT,
    ...(measured ? { measured } : {}),
  }
}

function outer(places: readonly Point[], side: 1 | -1): Point {
  if (places.length === 0) return { x: side * STEP_PITCH * 1.4, y: 0 }
  const edge = side < 0 ? Math.min(...places.map(({ x }) => x)) : Math.max(...places.map(({ x }) => x))
  const y = places.reduce((sum, place) => sum + place.y, 0) / places.length
  return { x: edge + side * (STEP_PITCH - 64), y }
}

export function edgesOf(
  elements: Elements,
  charter: Charter | null,
  selection: readonly ElementId[],
  known: ReadonlyMap<string, Edge>,
): Edge[] {
  const selected = new Set(selection)
  const partings = partingsOf(elements)
  const edges: Edge[] = []
  for (const [id, element] of elements) {
    if (element.kind === 'flow') {
      const parting = isForward(element.flow) ? (partings.get(element.source) ?? null) : null
      edges.push(flowEdge(id, element, parting, selected.has(id), spokenFlow(element, elements), known.get(id)))
    } else if ('about' in element && element.about !== undefined) {
      const about = elements.get(element.about)
      const target = about?.kind === 'flow' ? about.target : element.about
      const isEvidence = element.kind === 'queue'
      const words = spokenThread(id, element.about, elements)
      if (about && !isEvidence) edges.push(plainEdge('about', `${id}@about`, [id, target], words, known))
    }
  }
  if (charter && elements.size > 0) {
    const { starts, ends } = startsAndEnds(elements)
    for (const id of starts) {
      edges.push(plainEdge('charter', `${TRIGGER}-${id}`, [TRIGGER, id], spokenIn(id, elements), known))
    }
    for (const id of ends) {
      edges.push(plainEdge('charter', `${id}-${DELIVERY}`, [id, DELIVERY], spokenOut(id, elements), known))
    }
  }
  return edges
}

function flowEdge(
  id: ElementId,
  element: Flow,
  parting: 'one' | 'all' | null,
  selected: boolean,
  ariaLabel: string,
  before: Edge | undefined,
): Edge {
  const isSame =
    before?.data?.element === element &&
    before.data.parting === parting &&
    before.selected === selected &&
    before.ariaLabel === ariaLabel
  if (isSame) return before
  const { source, target } = element
  return { id, type: 'flow', source, target, data: { element, parting }, selected, ariaLabel }
}

function plainEdge(
  type: 'about' | 'charter',
  id: string,
  [source, target]: readonly [string, string],
  ariaLabel: string,
  known: ReadonlyMap<string, Edge>,
): Edge {
  const before = known.get(id)
  if (before?.source === source && before.target === target && before.ariaLabel === ariaLabel) return before
  return { id, type, source, target, data: {}, ariaLabel, selectable: false, focusable: false, deletable: false }
}

/** Boxes that several forward arrows leave, and whether an item takes one of them or all. */
function partingsOf(elements: Elements): Map<ElementId, 'one' | 'all'> {
  const counts = new Map<ElementId, number>()
  for (const element of elements.values()) {
    if (element.kind === 'flow' && isForward(element.flow)) {
      counts.set(element.source, (counts.get(element.source) ?? 0) + 1)
    }
  }
  const partings = new Map<ElementId, 'one' | 'all'>()
  for (const [id, count] of counts) {
    const source = elements.get(id)
    if (count > 1 && source) partings.set(id, source.kind === 'step' ? (source.split ?? 'one') : 'one')
  }
  return partings
}
