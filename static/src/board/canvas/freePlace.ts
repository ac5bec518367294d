/** Where something new can stand without covering what is there. */

import type { Elements, MapElement } from '../../model/types'
import {
  type Box,
  BURST_HEIGHT,
  BURST_WIDTH,
  boxAround,
  NOTE_HEIGHT,
  NOTE_WIDTH,
  type Point,
  QUEUE_HEIGHT,
  QUEUE_WIDTH,
  ROW_PITCH,
  STEP_HEIGHT,
  STEP_WIDTH,
} from './sizes'

export type Kind = 'step' | 'queue' | 'note' | 'burst'

const SIZES: Readonly<Record<Kind, readonly [number, number]>> = {
  step: [STEP_WIDTH, STEP_HEIGHT],
  queue: [QUEUE_WIDTH, QUEUE_HEIGHT],
  note: [NOTE_WIDTH, NOTE_HEIGHT],
  burst: [BURST_WIDTH, BURST_HEIGHT],
}

/** Between two boxes; names and marks stand a little outside of theirs. */
const GAP = 14
const RASTER = 20
/** How far from where it is wanted a place is looked for. */
const REACH = 60

/** Where to look for a place. */
export interface Room {
  /** What can be seen; where nothing is free in it, the next free place outside is taken. */
  seen?: Box
  /** What stands there without being a box of the map: trigger and delivery, arrows and what is written on them. */
  fixed?: readonly Box[]
}

/** The free place nearest to `at` for a new element of this kind, its whole box in sight where that is possible. */
export function freePlaceNear(elements: Elements, at: Point, kind: Kind, { seen, fixed = [] }: Room = {}): Point {
  const taken = [...boxesOf(elements), ...fixed]
  const [width, height] = SIZES[kind]
  const wanted = { x: Math.round(at.x), y: Math.round(at.y) }
  let outside: Point | null = null
  for (let ring = 0; ring <= REACH; ring += 1) {
    for (const place of ringAround(wanted, ring * RASTER)) {
      const box = boxAround(place, width, height)
      if (taken.some((other) => meets(box, other))) continue
      if (!seen || isInside(box, seen)) return place
      outside ??= place
    }
  }
  return outside ?? freePlace(elements, wanted, 1, kind)
}

/** The nearest place on the same vertical on which the box of a new element meets no other. */
export function freePlace(elements: Elements, at: Point, direction: 1 | -1 = 1, kind: Kind = 'step'): Point {
  const place = { x: Math.round(at.x), y: Math.round(at.y) }
  const taken = boxesOf(elements)
  const [width, height] = SIZES[kind]
  const isTaken = () => taken.some((other) => meets(boxAround(place, width, height), other))
  while (isTaken()) place.y += direction * (ROW_PITCH / 2)
  return place
}

/** The places at this distance, measured along the longer axis; the nearest first. */
function ringAround({ x, y }: Point, distance: number): Point[] {
  if (distance === 0) return [{ x, y }]
  const places: Point[] = []
  for (let beside = 0; beside <= distance; beside += RASTER) {
    for (const side of beside === 0 ? [0] : [beside, -beside]) {
      places.push({ x: x + side, y: y + distance }, { x: x + side, y: y - distance })
      if (Math.abs(side) < distance) places.push({ x: x + distance, y: y + side }, { x: x - distance, y: y + side })
    }
  }
  return places
}

function boxesOf(elements: Elements): Box[] {
  return Array.from(elements.values()).flatMap((element) => {
    if (element.kind === 'flow') return []
    const [width, height] = SIZES[kindOf(element)]
    return [boxAround(element, width, height)]
  })
}

function kindOf(element: Exclude<MapElement, { kind: 'flow' }>): Kind {
  return element.kind === 'note' && element.note === 'burst' ? 'burst' : element.kind
}

function meets(one: Box, other: Box): boolean {
  return (
    one.left < other.right + GAP &&
    one.right > other.left - GAP &&
    one.top < other.bottom + GAP &&
    one.bottom > other.top - GAP
  )
}

function isInside(box: Box, of: Box): boolean {
  return box.left >= of.left && box.right <= of.right && box.top >= of.top && box.bottom <= of.bottom
}
