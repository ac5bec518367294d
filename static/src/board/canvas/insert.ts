/** What the board's gestures ask for, as edits; each gesture is one operation and one undo. */

import { addElement, addFlow, addNote, addQueue, addStep, newId, setFields } from '../../model/edits'
import type { Edit, ElementId, Elements, FlowKind, MapElement, NoteKind } from '../../model/types'
import { type ForwardFlow, forwardFlows, forwardInto, forwardOut, reachable, stationOf } from './chain'
import { freePlace, freePlaceNear, type Kind, type Room } from './freePlace'
import { BURST_HEIGHT, NOTE_HEIGHT, type Point, QUEUE_WIDTH, STEP_HEIGHT, STEP_PITCH, STEP_WIDTH } from './sizes'

export interface Insertion {
  id: ElementId
  edits: Edit[]
}

export const NEW_STEP_NAME = 'New step'
/** A queue and its two short arrows need this much more room than the gap between two steps has. */
const QUEUE_ROOM = 100

/** A step at a place, connected to nothing. */
export function stepAt(at: Point, name = NEW_STEP_NAME): Insertion {
  const id = newId()
  return { id, edits: [addStep({ name, ...rounded(at) }, id)] }
}

/**
 * A step after another box and connected to it. Into a chain it is inserted, and what follows makes room; after the
 * last box it continues; where the flow splits already it becomes one more branch.
 */
export function stepAfter(elements: Elements, after: ElementId, name = NEW_STEP_NAME): Insertion | null {
  const station = stationOf(elements, after)
  if (!station) return null
  const onward = forwardOut(elements, after)
  const [only] = onward
  if (onward.length === 1 && only) return stepIntoFlow(elements, only[0], name)
  const id = newId()
  const place = freePlace(elements, { x: station.x + pitchFrom(station), y: station.y })
  return { id, edits: [addStep({ name, ...place }, id), addFlow({ flow: 'push', source: after, target: id })] }
}

/** A step in the middle of an arrow. The arrow keeps its kind, share and source; a new push goes on to its target. */
export function stepIntoFlow(elements: Elements, flowId: ElementId, name = NEW_STEP_NAME): Insertion | null {
  const flow = elements.get(flowId)
  if (flow?.kind !== 'flow') return null
  const [source, target] = [stationOf(elements, flow.source), stationOf(elements, flow.target)]
  if (!source || !target) return null
  const id = newId()
  const at = rounded({ x: source.x + pitchFrom(source), y: target.x > source.x ? (source.y + target.y) / 2 : source.y })
  const short = at.x + pitchFrom(target) - target.x
  return {
    id,
    edits: [
      addStep({ name, ...at }, id),
      setFields(elements, flowId, { target: id }),
      addFlow({ flow: 'push', source: id, target: flow.target }),
      ...makeRoom(elements, flow.target, short),
    ],
  }
}

/** A queue before a step: every arrow into the step now ends at the queue, and one goes on. */
export function queueBefore(elements: Elements, before: ElementId): Insertion | null {
  const station = stationOf(elements, before)
  if (!station) return null
  const id = newId()
  const incoming = forwardInto(elements, before)
  const room = incoming.length > 0 ? QUEUE_ROOM : 0
  const beside = rounded({ x: station.x + room - (STEP_WIDTH + QUEUE_WIDTH) / 2 - 34, y: station.y })
  const at = room > 0 ? beside : freePlace(elements, beside, 1, 'queue')
  return {
    id,
    edits: [
      addQueue({ ...at }, id),
      ...incoming.map(([flowId]) => setFields(elements, flowId, { target: id })),
      addFlow({ flow: 'push', source: id, target: before }),
      ...makeRoom(elements, before, room),
    ],
  }
}

export function queueAt(at: Point): Insertion {
  const id = newId()
  return { id, edits: [addQueue(rounded(at), id)] }
}

/** A note; about an element it hangs below it, a burst above it. */
export function noteAbout(
  elements: Elements,
  note: NoteKind,
  about: ElementId | null,
  at: Point,
  text?: string,
  room: Room = {},
): Insertion {
  const id = newId()
  const kind: Kind = note === 'burst' ? 'burst' : 'note'
  const element = about === null ? undefined : elements.get(about)
  const anchor = element ? placeOf(elements, element) : null
  const isBurst = note === 'burst'
  const distance = STEP_HEIGHT / 2 + 60 + (isBurst ? BURST_HEIGHT : NOTE_HEIGHT) / 2
  const place = anchor
    ? freePlace(elements, { x: anchor.x, y: anchor.y + (isBurst ? -distance : distance) }, isBurst ? -1 : 1, kind)
    : freePlaceNear(elements, at, kind, room)
  const words = text === undefined ? {} : { text }
  return { id, edits: [addNote({ note, ...words, ...(anchor && about ? { about } : {}), ...place }, id)] }
}

/**
 * An arrow between two boxes; nothing where that arrow exists or cannot be. A push that would close a forward loop is
 * drawn as rework, because that is what work going back is.
 */
export function connection(elements: Elements, source: ElementId, target: ElementId, flow: FlowKind): Insertion | null {
  if (source === target || !stationOf(elements, source) || !stationOf(elements, target)) return null
  const isBack = flow === 'push' && (reachable(elements, target).has(source) || isFlow(elements, target, source))
  const kind = isBack ? 'rework' : flow
  for (const element of elements.values()) {
    if (element.kind === 'flow' && element.source === source && element.target === target && element.flow === kind) {
      return null
    }
  }
  const id = newId()
  return { id, edits: [addFlow({ flow: kind, source, target }, id)] }
}

/** The edits that move boxes to where they were dropped; nothing for those that did not move. */
export function moves(elements: Elements, places: ReadonlyMap<ElementId, Point>): Edit[] {
  const edits: Edit[] = []
  for (const [id, at] of places) {
    const element = elements.get(id)
    const place = rounded(at)
    if (!element || element.kind === 'flow' || (element.x === place.x && element.y === place.y)) continue
    edits.push(setFields(elements, id, { ...place }))
  }
  return edits
}

/** Copies with new ids: boxes, the arrows between them, and notes that still speak about their copy. */
export function copies(picked: Elements, by: Point): { ids: ElementId[]; edits: Edit[] } {
  const ids = new Map<ElementId, ElementId>()
  for (const id of picked.keys()) ids.set(id, newId())
  const edits: Edit[] = []
  for (const [id, element] of picked) {
    const copy = copyOf(element, ids, by)
    if (copy) edits.push(addElement(copy, ids.get(id)))
  }
  edits.sort((one, other) => rank(one) - rank(other))
  return { ids: edits.map((edit) => edit.id), edits }
}

function copyOf(element: MapElement, ids: ReadonlyMap<ElementId, ElementId>, by: Point): MapElement | null {
  if (element.kind === 'flow') {
    const [source, target] = [ids.get(element.source), ids.get(element.target)]
    return source && target ? { ...element, source, target } : null
  }
  const moved = { ...element, x: element.x + by.x, y: element.y + by.y }
  if (!('about' in moved) || moved.about === undefined) return moved
  const about = ids.get(moved.about)
  if (about !== undefined) return { ...moved, about }
  const { about: _, ...free } = moved
  return free
}

/** Boxes before arrows, arrows before what speaks about them. */
function rank(edit: Edit): number {
  if (edit.do !== 'add') return 0
  const hangsOn = edit.element.about !== undefined
  return hangsOn ? 2 : edit.element.kind === 'flow' ? 1 : 0
}

/** What a copy takes along: the selection and the arrows between its boxes. */
export function pick(elements: Elements, selection: readonly ElementId[]): Elements {
  const chosen = new Set(selection)
  const picked = new Map<ElementId, MapElement>()
  for (const [id, element] of elements) {
    if (element.kind === 'flow' ? chosen.has(element.source) && chosen.has(element.target) : chosen.has(id)) {
      picked.set(id, element)
    }
  }
  return picked
}

function isFlow(elements: Elements, source: ElementId, target: ElementId): boolean {
  return forwardFlows(elements).some(([, flow]: ForwardFlow) => flow.source === source && flow.target === target)
}

/** Moves a box and everything after it to the right, with the notes that hang on them. */
function makeRoom(elements: Elements, from: ElementId, by: number): Edit[] {
  if (by <= 0) return []
  const first = stationOf(elements, from)
  const moving = reachable(elements, from).add(from)
  const edits: Edit[] = []
  for (const [id, element] of elements) {
    if (element.kind === 'flow') continue
    const isAfter = moving.has(id) && first !== null && element.x >= first.x
    const hangsOn = 'about' in element && element.about !== undefined && moving.has(element.about)
    if (isAfter || hangsOn) edits.push(setFields(elements, id, { x: Math.round(element.x + by) }))
  }
  return edits
}

function pitchFrom(element: MapElement): number {
  return element.kind === 'queue' ? (STEP_WIDTH + QUEUE_WIDTH) / 2 + STEP_PITCH - STEP_WIDTH : STEP_PITCH
}

function placeOf(elements: Elements, element: MapElement): Point | null {
  if (element.kind !== 'flow') return element
  const [source, target] = [stationOf(elements, element.source), stationOf(elements, element.target)]
  return source && target ? { x: (source.x + target.x) / 2, y: (source.y + target.y) / 2 } : null
}

function rounded(at: Point): Point {
  return { x: Math.round(at.x), y: Math.round(at.y) }
}
