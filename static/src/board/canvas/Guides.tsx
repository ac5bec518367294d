import { ViewportPortal } from '@xyflow/react'
import type { Snapped } from './align'

/** Lines through the boxes with which the dragged one stands in line. */
export function Guides({ guides }: { guides: Snapped['guides'] }) {
  return (
    <ViewportPortal>
      {guides.x !== null && <div className="guide guide-x" style={{ transform: `translateX(${guides.x}px)` }} />}
      {guides.y !== null && <div className="guide guide-y" style={{ transform: `translateY(${guides.y}px)` }} />}
    </ViewportPortal>
  )
}
