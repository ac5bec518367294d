/** How large things are on the canvas, in its units. An element's x and y are the middle of its box. */

export const STEP_WIDTH = 164
/** What a step measures before the browser has measured it. */
export const STEP_HEIGHT = 150
export const QUEUE_WIDTH = 56
export const QUEUE_HEIGHT = 62
export const NOTE_WIDTH = 150
export const NOTE_HEIGHT = 84
export const BURST_WIDTH = 168
export const BURST_HEIGHT = 118
export const ENDPOINT_WIDTH = 104
export const ENDPOINT_HEIGHT = 92

/** From the middle of one step to the middle of the next; the gap is where the wait is drawn. */
export const STEP_PITCH = 240
export const ROW_PITCH = 220
export const GRID = 10

export interface Point {
  x: number
  y: number
}

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

export function middle(box: Box): Point {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
}

export function boxAround(at: Point, width: number, height: number): Box {
  return { left: at.x - width / 2, top: at.y - height / 2, right: at.x + width / 2, bottom: at.y + height / 2 }
}
