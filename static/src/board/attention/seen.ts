import type { ReactFlowInstance } from '@xyflow/react'
import type { Area } from '../../model/session'

/** What is seen of the map beside the details and above the tools, in canvas units; null while there is no canvas. */
export function seenArea(flow: ReactFlowInstance): Area | null {
  const canvas = document.querySelector('.canvas')
  if (!canvas) return null
  const box = canvas.getBoundingClientRect()
  const details = canvas.parentElement?.querySelector('.inspector-place')?.getBoundingClientRect()
  // On a phone the details lie below, over a map that goes on behind them.
  const right = details && details.height > box.height / 2 && details.width < box.width ? details.left : box.right
  const from = flow.screenToFlowPosition({ x: box.left, y: box.top }, { snapToGrid: false })
  const to = flow.screenToFlowPosition({ x: right, y: box.bottom }, { snapToGrid: false })
  const [width, height] = [Math.round(to.x - from.x), Math.round(to.y - from.y)]
  if (width <= 0 || height <= 0) return null
  return { x: Math.round(from.x), y: Math.round(from.y), width, height }
}

/** How long the map moves to where somebody else looks; not at all for people who want no motion. */
export function glideMs(duration: number): number {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : duration
}
