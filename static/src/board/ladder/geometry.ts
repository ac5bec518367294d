/**
 * The timeline under the map: which stretch of the x axis belongs to which time.
 *
 * Waits are drawn in the gap before their box and work under the box itself, so the ladder stands under the steps that it
 * speaks of. Boxes that stand above each other (alternatives) share their stretch, one after the other: the sum of all
 * stretches' times is the lead time, whatever the picture looks like.
 */

import type { ElementId } from '../../model/types'

export interface Station {
  id: ElementId
  kind: 'step' | 'queue'
  /** On the canvas. */
  left: number
  right: number
  /** The part of all items that comes by; the time counts this often. */
  weight: number
  wait_s: number | null
  work_s: number | null
}

export interface Rung {
  id: ElementId
  kind: 'wait' | 'work'
  from: number
  to: number
  weight: number
  /** The time of one item that comes by; null where nobody has said it. */
  time_s: number | null
}

/** How much of a shared stretch is the wait. */
const WAIT_PART = 0.4

/** The rungs of the ladder from left to right, without gap or overlap. `lead_in` is the stretch before the first box. */
export function rungs(stations: readonly Station[], lead_in: number): Rung[] {
  const drawn: Rung[] = []
  let from: number | null = null
  for (const column of columns(stations)) {
    const left: number = from ?? Math.min(...column.map((station) => station.left)) - lead_in
    const right: number = Math.max(left, ...column.map((station) => station.right))
    const width = (right - left) / column.length
    for (const [place, station] of column.entries()) {
      const start = left + place * width
      const box = column.length === 1 ? Math.max(start, station.left) : start + width * WAIT_PART
      drawn.push(...ofStation(station, start, box, start + width, drawn.at(-1)))
    }
    from = right
  }
  return drawn
}

function ofStation(station: Station, start: number, box: number, end: number, before: Rung | undefined): Rung[] {
  const { id, weight } = station
  if (station.kind === 'queue') return [{ id, kind: 'wait', from: start, to: end, weight, time_s: station.wait_s }]
  const work: Rung = { id, kind: 'work', from: box, to: end, weight, time_s: station.work_s }
  // A step that waits in the queue before it has no wait of its own to draw: the queue's rung reaches up to it.
  if (before?.kind === 'wait' && (station.wait_s ?? 0) === 0) {
    before.to = box
    return [work]
  }
  return [{ id, kind: 'wait', from: start, to: box, weight, time_s: station.wait_s }, work]
}

/** Boxes that overlap in x stand in one column, in the order in which they came. */
function columns(stations: readonly Station[]): Station[][] {
  const sorted = stations
    .map((station, place) => ({ station, place }))
    .sort(
      (one, other) =>
        one.station.left + one.station.right - other.station.left - other.station.right || one.place - other.place,
    )
  const found: Station[][] = []
  let right = Number.NEGATIVE_INFINITY
  for (const { station } of sorted) {
    const last = found.at(-1)
    if (last && station.left < right - 1) last.push(station)
    else found.push([station])
    right = Math.max(right, station.right)
  }
  return found
}

export interface Stretch {
  rung: Rung
  /** Of the whole bar, 0..1. */
  from: number
  to: number
}

/** The same times to scale, side by side from 0 to 1; nothing while there is no time at all. */
export function toScale(drawn: readonly Rung[]): Stretch[] {
  const total = drawn.reduce((sum, rung) => sum + counted(rung), 0)
  if (total <= 0) return []
  const stretches: Stretch[] = []
  let from = 0
  for (const rung of drawn) {
    const to = from + counted(rung) / total
    if (to > from) stretches.push({ rung, from, to })
    from = to
  }
  return stretches
}

/** What a rung adds to the lead time. */
export function counted(rung: Pick<Rung, 'time_s' | 'weight'>): number {
  return (rung.time_s ?? 0) * rung.weight
}
