import './sign.css'
import { useViewport, ViewportPortal } from '@xyflow/react'
import { openOf, openWords } from '../../model/comments'
import type { ElementId } from '../../model/types'
import { useBoot } from '../boot'
import { useBox } from '../canvas/FlowEdge'
import { arrowPath } from '../canvas/paths'
import { plainName } from '../fields/naming'
import { useUiStore } from '../shell/ui'
import { useBoardStore, useStore } from '../useStore'
import { useHasComments, useOpenComments } from './useComments'

/** Below this a sign on the map grows with what is zoomed out. */
const LEGIBLE = 0.8
const GROWN_MOST = 1.9

/** At every element how many comments are open on it; inside React Flow. */
export function CommentsOnMap() {
  const { map } = useBoot()
  const { elements } = openOf(useOpenComments(), map.id)
  const hasComments = useHasComments()
  const ids = Object.keys(elements)
  if (!hasComments || ids.length === 0) return null
  return (
    <ViewportPortal>
      {ids.map((id) => (
        <Sign key={id} id={id} count={elements[id] ?? 0} />
      ))}
    </ViewportPortal>
  )
}

function Sign({ id, count }: { id: ElementId; count: number }) {
  const ui = useUiStore()
  const store = useBoardStore()
  const element = useStore((state) => state.elements.get(id))
  const [first, last] = element?.kind === 'flow' ? [element.source, element.target] : [id, id]
  const [from, to] = [useBox(first), useBox(last)]
  const { zoom } = useViewport()
  if (!element || !from || !to) return null
  // At the lower right corner of a box (names of people stand at the upper one), above the middle of an arrow.
  const at =
    element.kind === 'flow' ? above(arrowPath(element.flow, from, to).label) : { x: from.right - 6, y: from.bottom }
  const scale = Math.min(GROWN_MOST, Math.max(1, LEGIBLE / zoom))
  const words = `${openWords(count)} on ${plainName(store.getState().elements, id)}`
  return (
    <button
      type="button"
      className="comment-sign nodrag nopan"
      style={{ transform: `translate(${at.x}px, ${at.y}px) scale(${scale}) translate(-50%, -50%)` }}
      aria-label={words}
      title={words}
      onClick={() => {
        const { round } = ui.get()
        store.setPresence({ selection: [id] })
        // The details have the place only while nothing else has it.
        ui.set({ inspector: true, wastes: null, round: round && { ...round, isAside: true }, commentsOf: id })
      }}
    >
      {count}
    </button>
  )
}

function above({ x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x, y: y - 26 }
}
