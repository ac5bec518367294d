import { useViewport, ViewportPortal } from '@xyflow/react'
import { useMemo } from 'react'
import type { Difference } from '../../model/comparison'
import type { Flow, MapElement } from '../../model/types'
import { useBox } from '../canvas/FlowEdge'
import { arrowPath } from '../canvas/paths'
import {
  type Box,
  boxAround,
  middle,
  NOTE_HEIGHT,
  NOTE_WIDTH,
  QUEUE_HEIGHT,
  QUEUE_WIDTH,
  STEP_HEIGHT,
  STEP_WIDTH,
} from '../canvas/sizes'
import { useComparison } from './asker'
import { fromTo, nameOf, SIGNS, shownFields, WHAT_WORDS } from './words'

/** Below this the words on the map grow with what is zoomed out. */
const LEGIBLE = 0.8
const GROWN_MOST = 1.9
const LINES = 3

const SIZES = {
  step: [STEP_WIDTH, STEP_HEIGHT],
  queue: [QUEUE_WIDTH, QUEUE_HEIGHT],
  note: [NOTE_WIDTH, NOTE_HEIGHT],
} as const

/** What differs from the current state, drawn on the map; the list beside it says the same to those who do not see it. */
export function Marks() {
  const { answer } = useComparison()
  const { zoom } = useViewport()
  const changes = answer?.changes ?? []
  const ghosts = useMemo(() => new Map(changes.filter(isGone).map((change) => [change.key, change.before])), [changes])
  const scale = Math.min(GROWN_MOST, Math.max(1, LEGIBLE / zoom))
  return (
    <ViewportPortal>
      <div className="marks" aria-hidden="true">
        {changes.map((change) =>
          (change.after ?? change.before)?.kind === 'flow' ? (
            <ArrowMark key={change.key} change={change} ghosts={ghosts} scale={scale} />
          ) : (
            <BoxMark key={change.key} change={change} scale={scale} />
          ),
        )}
      </div>
    </ViewportPortal>
  )
}

function isGone({ what }: Difference): boolean {
  return what === 'removed'
}

function boxOf(element: MapElement | null | undefined): Box | null {
  if (!element || element.kind === 'flow') return null
  const [width, height] = SIZES[element.kind]
  return boxAround(element, width, height)
}

function BoxMark({ change, scale }: { change: Difference; scale: number }) {
  const there = useBox(change.key)
  const { before, after, what } = change
  if (what === 'removed') {
    const box = boxOf(before)
    return (
      box && (
        <div className="mark-box" data-what="removed" style={styleOf(box)}>
          <span className="mark-gone">{nameOf(change)}</span>
          <Chip change={change} at={{ x: (box.right - box.left) / 2, y: box.bottom - box.top }} scale={scale} />
        </div>
      )
    )
  }
  const was = boxOf(before)
  const isElsewhere =
    before !== null &&
    after !== null &&
    before.kind !== 'flow' &&
    after.kind !== 'flow' &&
    (before.x !== after.x || before.y !== after.y)
  return (
    <>
      {isElsewhere && was && there && <Trace from={was} to={there} />}
      {there && what !== 'moved' && (
        <div className="mark-box" data-what={what} data-own-sake={change.is_for_its_own_sake} style={styleOf(there)}>
          <Chip change={change} at={{ x: (there.right - there.left) / 2, y: there.bottom - there.top }} scale={scale} />
        </div>
      )}
    </>
  )
}

function styleOf({ left, top, right, bottom }: Box) {
  return { transform: `translate(${left}px, ${top}px)`, width: right - left, height: bottom - top }
}

/** From where a box was to where it is. */
function Trace({ from, to }: { from: Box; to: Box }) {
  const [a, b] = [middle(from), middle(to)]
  return (
    <svg className="mark-trace" aria-hidden="true">
      <circle cx={a.x} cy={a.y} r="6" />
      <path d={`M${a.x},${a.y}L${b.x},${b.y}`} />
    </svg>
  )
}

interface ArrowMarkProps {
  change: Difference
  ghosts: ReadonlyMap<string, MapElement | null>
  scale: number
}

function ArrowMark({ change, ghosts, scale }: ArrowMarkProps) {
  const flow = (change.after ?? change.before) as Flow
  const [source, target] = [useBox(flow.source), useBox(flow.target)]
  const [from, to] = [source ?? boxOf(ghosts.get(flow.source)), target ?? boxOf(ghosts.get(flow.target))]
  if (!from || !to) return null
  const path = arrowPath(flow.flow, from, to)
  return (
    <>
      {change.what === 'removed' && (
        <svg className="mark-arrow" aria-hidden="true">
          <path d={path.d} />
        </svg>
      )}
      {change.belongs_to === null && (
        <div className="mark-box" data-what={change.what} data-arrow="true">
          <Chip change={change} at={{ x: path.label.x, y: path.label.y + 10 }} scale={scale} />
        </div>
      )}
    </>
  )
}

interface ChipProps {
  change: Difference
  at: { x: number; y: number }
  scale: number
}

/** The sign, and what a changed value was and is. */
function Chip({ change, at, scale }: ChipProps) {
  const fields = shownFields(change)
  const lines = change.what === 'changed' || change.what === 'effect' ? fields.slice(0, LINES) : []
  const more = fields.length - lines.length
  return (
    <span
      className="mark-chip"
      style={{ transform: `translate(${at.x}px, ${at.y}px) translateX(-50%) scale(${scale})` }}
    >
      <b>
        {SIGNS[change.what]} {lines.length === 0 && WHAT_WORDS[change.what]}
      </b>
      {change.is_for_its_own_sake && <span className="mark-sake">for its own sake</span>}
      {lines.length > 0 && (
        <span>
          {lines.map((field) => {
            const [from, to] = fromTo(field)
            return (
              <span key={field.field} className="mark-line">
                {field.name} <s>{from}</s> → <strong>{to}</strong>
              </span>
            )
          })}
          {more > 0 && <span className="mark-line">and {more} more</span>}
        </span>
      )}
    </span>
  )
}
