import { type InternalNode, useInternalNode, useNodesInitialized, useReactFlow, ViewportPortal } from '@xyflow/react'
import { useEffect } from 'react'
import type { Area } from '../../model/session'
import type { ElementId } from '../../model/types'
import { useStore } from '../useStore'
import { FollowOnMap } from './FollowOnMap'
import { glideMs } from './seen'
import { useAttention } from './useAttention'

const AIR = 26
/** A screen smaller than the facilitator's sees a little less around an element, not the element smaller than this. */
const ELEMENT_ZOOM = { least: 0.7, most: 1.2 } as const

/** Takes the map to what is shown to everybody, and puts an element into the light; inside React Flow. */
export function AttentionOnMap() {
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const attended = useAttention()
  if (isInWhatIf) return null
  const isShown = attended?.isHere && !attended.hasLeft
  const { area, element, at } = attended?.attention ?? { area: null, element: null, at: null }
  return (
    <>
      {isShown && area !== null && !attended.isMine && <Fit key={at} area={area} />}
      {isShown && element !== null && <Spotlight key={at} id={element} moves={!attended.isMine} />}
      <FollowOnMap />
    </>
  )
}

/** Once for each call: who then looks around by themselves is left alone. */
function Fit({ area }: { area: Area }) {
  const flow = useReactFlow()
  const isDrawn = useIsDrawn()
  useEffect(() => {
    if (!isDrawn) return
    return afterLayout(() => void flow.fitBounds(area, { padding: 0, duration: glideMs(350) }))
  }, [flow, area, isDrawn])
  return null
}

/** Once the canvas has the size that the line above it leaves, which is known after the next picture. */
function afterLayout(move: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(move)
  })
  return () => cancelAnimationFrame(frame)
}

/** Everything but one element in the shade. */
function Spotlight({ id, moves }: { id: ElementId; moves: boolean }) {
  const flow = useReactFlow()
  const box = useBoxOf(id)
  const isDrawn = useIsDrawn()
  const isReady = isDrawn && box !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves once, and not with every move of the element
  useEffect(() => {
    if (!isReady || !moves) return
    const zoom = Math.min(ELEMENT_ZOOM.most, Math.max(ELEMENT_ZOOM.least, flow.getZoom()))
    return afterLayout(
      () => void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration: glideMs(350) }),
    )
  }, [isReady, moves, flow])
  if (!box) return null
  const style = {
    transform: `translate(${box.x - AIR}px, ${box.y - AIR}px)`,
    width: box.width + 2 * AIR,
    height: box.height + 2 * AIR,
  }
  return (
    <ViewportPortal>
      <div className="spotlight" style={style} aria-hidden="true" />
    </ViewportPortal>
  )
}

function useIsDrawn(): boolean {
  const isInitialised = useNodesInitialized()
  const isEmpty = useStore((state) => state.elements.size === 0)
  return isInitialised || isEmpty
}

/** Where an element is drawn; an arrow reaches from one end to the other. */
function useBoxOf(id: ElementId): Area | null {
  const element = useStore((state) => state.elements.get(id))
  const [first, last] = element?.kind === 'flow' ? [element.source, element.target] : [id, id]
  const [one, other] = [useInternalNode(first), useInternalNode(last)]
  return element && one && other ? around(boxOf(one), boxOf(other)) : null
}

function boxOf(node: InternalNode): Area {
  const { x, y } = node.internals.positionAbsolute
  return { x, y, width: node.measured.width ?? 0, height: node.measured.height ?? 0 }
}

function around(one: Area, other: Area): Area {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)]
  const right = Math.max(one.x + one.width, other.x + other.width)
  const bottom = Math.max(one.y + one.height, other.y + other.height)
  return { x, y, width: right - x, height: bottom - y }
}
