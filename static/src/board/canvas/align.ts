/** Snapping while a box is dragged: to the middle of another box where one is near, else to the grid. */

import { GRID, type Point } from './sizes'

export interface Snapped {
  at: Point
  /** The lines to show: where the dragged box stands in line with others. */
  guides: { x: number | null; y: number | null }
}

export function snap(at: Point, others: readonly Point[], reach: number): Snapped {
  const x = nearest(
    at.x,
    others.map((other) => other.x),
    reach,
  )
  const y = nearest(
    at.y,
    others.map((other) => other.y),
    reach,
  )
  return { at: { x: x ?? toGrid(at.x), y: y ?? toGrid(at.y) }, guides: { x, y } }
}

function nearest(value: number, candidates: readonly number[], reach: number): number | null {
  let best: number | null = null
  for (const candidate of candidates) {
    const distance = Math.abs(candidate - value)
    if (distance <= reach && (best === null || distance < Math.abs(best - value))) best = candidate
  }
  return best
}

function toGrid(value: number): number {
  return Math.round(value / GRID) * GRID
}
