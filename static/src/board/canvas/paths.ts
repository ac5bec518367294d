/** The geometry of arrows: where they touch the boxes and which way they take. */

import type { FlowKind } from '../../model/types'
import { type Box, middle, type Point } from './sizes'

export interface ArrowPath {
  /** An SVG path that ends where the head begins. */
  d: string
  /** The tip, and the direction into it as a unit vector. */
  tip: Point
  into: Point
  /** Where a label sits. */
  label: Point
}

type Cubic = readonly [Point, Point, Point, Point]

/** How far the line stops before the tip, so that a wide line does not stick out of its head. */
const HEAD = 11
const ZIGZAG = 9

export function arrowPath(flow: FlowKind, source: Box, target: Box): ArrowPath {
  if (flow === 'rework') return arc(source, target)
  if (flow === 'information_manual' || flow === 'information_electronic') {
    return information(source, target, flow === 'information_electronic')
  }
  return forward(source, target)
}

/** From side to side where the target is to the right, else from edge to edge by the shorter way. */
function forward(source: Box, target: Box): ArrowPath {
  const [from, to] = [middle(source), middle(target)]
  if (target.left >= source.right + 4) {
    const [start, end] = [
      { x: source.right, y: from.y },
      { x: target.left, y: to.y },
    ]
    const reach = Math.max(20, (end.x - start.x) / 2)
    return curve([start, { x: start.x + reach, y: start.y }, { x: end.x - reach, y: end.y }, end])
  }
  if (target.top >= source.bottom || source.top >= target.bottom) {
    const isDown = target.top >= source.bottom
    const start = { x: from.x, y: isDown ? source.bottom : source.top }
    const end = { x: to.x, y: isDown ? target.top : target.bottom }
    const reach = (end.y - start.y) / 2
    return curve([start, { x: start.x, y: start.y + reach }, { x: end.x, y: end.y - reach }, end])
  }
  const start = { x: from.x, y: source.bottom }
  const end = { x: to.x, y: target.bottom }
  const depth = Math.max(start.y, end.y) + 70
  return curve([start, { x: start.x, y: depth }, { x: end.x, y: depth }, end])
}

/** Work sent back goes over the boxes in an arc, the higher the farther it goes. */
function arc(source: Box, target: Box): ArrowPath {
  const [from, to] = [middle(source), middle(target)]
  const side = Math.sign(to.x - from.x) || -1
  const start = { x: from.x + side * (source.right - source.left) * 0.4, y: source.top }
  const end = { x: to.x + side * (target.right - target.left) * -0.12, y: target.top }
  const height = Math.min(190, 70 + Math.abs(end.x - start.x) * 0.16)
  const top = Math.min(start.y, end.y) - height
  const lean = (end.x - start.x) * 0.24
  return curve([start, { x: start.x + lean, y: top }, { x: end.x - lean, y: top }, end])
}

/**
 * Information keeps clear of the arrows of the items: between boxes side by side it runs above their tops, between boxes
 * above each other straight. An electronic one has the zigzag of the books in its middle.
 */
function information(source: Box, target: Box, isElectronic: boolean): ArrowPath {
  const [from, to] = [middle(source), middle(target)]
  const isBeside = source.top < target.bottom && target.top < source.bottom
  const corners = isBeside ? overTops(source, target) : [border(source, from, to), border(target, to, from)]
  const end = corners.at(-1) ?? to
  const into = unit(corners.at(-2) ?? from, end)
  const stop = { x: end.x - into.x * HEAD, y: end.y - into.y * HEAD }
  const [a, b] = isBeside ? [corners[1] ?? from, corners[2] ?? to] : [corners[0] ?? from, end]
  const label = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  const jagged = isElectronic ? zigzag(label, unit(a, b)) : []
  const before = isBeside ? corners.slice(0, 2) : corners.slice(0, 1)
  const after = isBeside ? corners.slice(2, -1) : []
  return { d: `M${[...before, ...jagged, ...after, stop].map(xy).join('L')}`, tip: end, into, label }
}

function overTops(source: Box, target: Box): Point[] {
  const [from, to] = [middle(source), middle(target)]
  const side = Math.sign(to.x - from.x) || 1
  const [start, end] = [from.x + side * 30, to.x - side * 30]
  const top = Math.min(source.top, target.top) - 32
  return [
    { x: start, y: source.top },
    { x: start, y: top },
    { x: end, y: top },
    { x: end, y: target.top },
  ]
}

function zigzag(at: Point, along: Point): Point[] {
  const across = { x: -along.y * ZIGZAG, y: along.x * ZIGZAG }
  const point = (on: number, off: number) => ({
    x: at.x + along.x * on + across.x * off,
    y: at.y + along.y * on + across.y * off,
  })
  return [point(-9, 0), point(5, 1), point(-5, -1), point(9, 0)]
}

/** Where the line from a point inside the box to `toward` leaves the box. */
export function border(box: Box, from: Point, toward: Point): Point {
  const [dx, dy] = [toward.x - from.x, toward.y - from.y]
  const reaches: number[] = []
  if (dx !== 0) reaches.push(((dx > 0 ? box.right : box.left) - from.x) / dx)
  if (dy !== 0) reaches.push(((dy > 0 ? box.bottom : box.top) - from.y) / dy)
  const reach = Math.min(1, ...reaches)
  return { x: from.x + dx * reach, y: from.y + dy * reach }
}

function curve([start, one, other, end]: Cubic): ArrowPath {
  const into = unit(other, end)
  const stop = { x: end.x - into.x * HEAD, y: end.y - into.y * HEAD }
  return {
    d: `M${xy(start)}C${xy(one)} ${xy(other)} ${xy(stop)}`,
    tip: end,
    into,
    label: halfway([start, one, other, end]),
  }
}

function halfway([start, one, other, end]: Cubic): Point {
  return {
    x: (start.x + 3 * one.x + 3 * other.x + end.x) / 8,
    y: (start.y + 3 * one.y + 3 * other.y + end.y) / 8,
  }
}

function unit(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
}

function xy(point: Point): string {
  return `${point.x.toFixed(1)},${point.y.toFixed(1)}`
}

/** The points of an arrow head with its tip at `tip`. */
export function head(tip: Point, into: Point, length: number, width: number): string {
  const foot = { x: tip.x - into.x * length, y: tip.y - into.y * length }
  const across = { x: (-into.y * width) / 2, y: (into.x * width) / 2 }
  return [tip, { x: foot.x + across.x, y: foot.y + across.y }, { x: foot.x - across.x, y: foot.y - across.y }]
    .map(xy)
    .join(' ')
}
