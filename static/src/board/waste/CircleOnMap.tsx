import './marks.css'
import { useViewport, ViewportPortal } from '@xyflow/react'
import { strokeAround } from '../../model/circle'
import { useBox } from '../canvas/FlowEdge'
import { useStore } from '../useStore'
import { useCircle } from './useCircle'

/** As far from the box as the ring of the figures and its words leave free. */
const GAP = 24
/** Below this the words on the map grow with what is zoomed out. */
const LEGIBLE = 0.8
const GROWN_MOST = 1.9

/** The step that the room circled, with a pen; inside React Flow. People who judge do not see it. */
export function CircleOnMap() {
  const circle = useCircle()
  const isHidden = useStore((state) => state.metrics?.constraint_hidden === true)
  return circle && !isHidden ? <Stroke id={circle.element} /> : null
}

function Stroke({ id }: { id: string }) {
  const box = useBox(id)
  const { zoom } = useViewport()
  if (!box) return null
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
  const [width, height] = [box.right - box.left + 2 * GAP, box.bottom - box.top + 2 * GAP]
  const scale = Math.min(GROWN_MOST, Math.max(1, LEGIBLE / zoom))
  return (
    <ViewportPortal>
      <div className="room-circle" style={{ transform: `translate(${x}px, ${y}px)` }} aria-hidden="true">
        <svg width="1" height="1">
          <title>Circled by the room</title>
          <path d={strokeAround(width, height)} />
        </svg>
        <span
          className="room-circle-words"
          style={{
            transform: `translateY(${height / 2 + 1}px) scale(${scale}) translate(-50%, -50%)`,
            transformOrigin: '0 0',
          }}
        >
          circled by the room
        </span>
      </div>
    </ViewportPortal>
  )
}
