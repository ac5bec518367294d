/** Where a note that is parked stands on the map: with the others, below everything else. */

import { parkedNotes } from '../../model/parking'
import type { Elements } from '../../model/types'
import { freePlaceNear } from '../canvas/freePlace'
import { NOTE_HEIGHT, NOTE_WIDTH, type Point } from '../canvas/sizes'

const GAP = 20
/** In one row. */
const MOST = 6
/** Below the lowest step there are arrows that go back, and what is written on them. */
const CLEAR = 200

export function placeForParked(elements: Elements): Point {
  const parked = parkedNotes(elements).map(([, note]) => note)
  return freePlaceNear(elements, parked.length > 0 ? besideLast(parked) : belowAll(elements), 'note')
}

function besideLast(parked: readonly Point[]): Point {
  const left = Math.min(...parked.map(({ x }) => x))
  const lowest = Math.max(...parked.map(({ y }) => y))
  const last = Math.max(...parked.filter(({ y }) => y === lowest).map(({ x }) => x))
  const isFull = last >= left + (MOST - 1) * (NOTE_WIDTH + GAP)
  return isFull ? { x: left, y: lowest + NOTE_HEIGHT + GAP } : { x: last + NOTE_WIDTH + GAP, y: lowest }
}

function belowAll(elements: Elements): Point {
  const places = Array.from(elements.values()).flatMap((element) => (element.kind === 'flow' ? [] : [element]))
  if (places.length === 0) return { x: 0, y: 0 }
  return { x: Math.min(...places.map(({ x }) => x)), y: Math.max(...places.map(({ y }) => y)) + CLEAR }
}
