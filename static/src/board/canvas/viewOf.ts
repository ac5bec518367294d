import type { ReactFlowInstance } from '@xyflow/react'
import type { RefObject } from 'react'
import type { ElementId } from '../../model/types'
import type { Store } from '../../store'
import type { Room } from './freePlace'
import { type Box, boxAround, ENDPOINT_HEIGHT, ENDPOINT_WIDTH, type Point, STEP_WIDTH } from './sizes'

const FIT = { padding: { top: '48px', bottom: '88px', left: '28px', right: '28px' }, maxZoom: 1.25 } as const

/** What the tools at the bottom cover. */
const TOOLS_HEIGHT = 80

/** Close enough together that no box fits between two points of an arrow. */
const ARROW_RASTER = 40

const PHONE = '(max-width: 860px)'

/** At the beginning a phone shows a readable part, a larger screen the whole map. */
export function firstFit(): typeof FIT & { minZoom?: number } {
  return window.matchMedia(PHONE).matches ? { ...FIT, minZoom: 0.55 } : FIT
}

export interface View {
  /** Where something new goes on the canvas: at the mouse, else in the middle of what is seen. */
  cursor: () => Point
  /** What is seen of the canvas beside the tools and the details, and what stands there beside the elements. */
  room: () => Room
  /** Brings a box into sight. */
  show: (id: ElementId) => void
  /** Moves the map where the details at the right (or, on a phone, at the bottom) would cover a box. */
  uncover: (id: ElementId, cover: number) => void
  selectionOnScreen: () => { screen: Point; place: Point }
  fit: () => void
}

/** What can be seen of the canvas, and how that changes. */
export function viewOf(
  store: Store,
  flow: ReactFlowInstance,
  pane: RefObject<HTMLElement | null>,
  pointer: RefObject<Point | null>,
): View {
  /** How much of the canvas the details at the right cover now. */
  const covered = () => {
    const details = pane.current?.parentElement?.querySelector('.inspector-place')
    return details && !window.matchMedia(PHONE).matches ? details.getBoundingClientRect().width : 0
  }
  const boxOf = () => pane.current?.getBoundingClientRect() ?? new DOMRect()
  const middle = (): Point => {
    const box = boxOf()
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 - 20 }
  }
  const onScreen = (id: ElementId): Point | null => {
    const element = store.getState().elements.get(id)
    return element && element.kind !== 'flow' ? flow.flowToScreenPosition(element) : null
  }
  /** Boxes along the arrows and around what is written on them. */
  const arrows = (): Box[] => {
    const lines = pane.current?.querySelectorAll<SVGPathElement>('.flow-line') ?? []
    const along = Array.from(lines).flatMap((line) => {
      const length = line.getTotalLength()
      const places = Array.from({ length: Math.ceil(length / ARROW_RASTER) }, (_, place) => place * ARROW_RASTER)
      return places.map((at) => boxAround(line.getPointAtLength(at), 2, 2))
    })
    const labels = Array.from(pane.current?.querySelectorAll('.flow-label, .constraint-words') ?? [], (label) => {
      const { left, top, right, bottom } = label.getBoundingClientRect()
      const [from, to] = [
        { x: left, y: top },
        { x: right, y: bottom },
      ].map((at) => flow.screenToFlowPosition(at))
      return { left: from?.x ?? 0, top: from?.y ?? 0, right: to?.x ?? 0, bottom: to?.y ?? 0 }
    })
    return [...along, ...labels]
  }
  const pan = (right: number, down: number) => {
    const { x, y, zoom } = flow.getViewport()
    if (right !== 0 || down !== 0) void flow.setViewport({ x: x + right, y: y + down, zoom }, { duration: 180 })
  }
  return {
    cursor: () => flow.screenToFlowPosition(pointer.current ?? middle()),
    room() {
      const box = boxOf()
      const from = flow.screenToFlowPosition({ x: box.left + 12, y: box.top + 12 })
      const to = flow.screenToFlowPosition({ x: box.right - covered() - 12, y: box.bottom - TOOLS_HEIGHT })
      const ends = flow.getNodes().filter(({ type }) => type === 'endpoint')
      return {
        seen: { left: from.x, top: from.y, right: to.x, bottom: to.y },
        fixed: [
          ...ends.map(({ position, measured }) =>
            boxAround(position, ENDPOINT_WIDTH, measured?.height ?? ENDPOINT_HEIGHT),
          ),
          ...arrows(),
        ],
      }
    },
    fit: () => void flow.fitView({ ...FIT, padding: { ...FIT.padding, right: `${28 + covered()}px` }, duration: 250 }),
    show(id) {
      const [at, box] = [onScreen(id), boxOf()]
      const margin = (STEP_WIDTH / 2) * flow.getZoom() + 20
      if (!at) return
      const isSeen =
        at.x > box.left + margin && at.x < box.right - margin && at.y > box.top + 60 && at.y < box.bottom - 80
      if (!isSeen) pan(middle().x - at.x, middle().y - at.y)
    },
    uncover(id, cover) {
      const [at, box] = [onScreen(id), boxOf()]
      if (!at) return
      if (window.matchMedia(PHONE).matches) return pan(middle().x - at.x, box.top + box.height * 0.2 - at.y)
      const edge = at.x + (STEP_WIDTH / 2 + 24) * flow.getZoom()
      pan(Math.min(0, box.right - cover - edge), 0)
    },
    selectionOnScreen() {
      const chosen = pane.current?.querySelector('.react-flow__node.selected, .react-flow__edge.selected')
      const box = chosen?.getBoundingClientRect()
      const screen = box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : middle()
      return { screen, place: flow.screenToFlowPosition(screen) }
    },
  }
}
