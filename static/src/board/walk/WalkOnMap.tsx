import { useViewport, ViewportPortal } from '@xyflow/react'
import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import type { Calendar } from '../../model/types'
import type { Beside, WalkStep } from '../../model/walk'
import { useBox } from '../canvas/FlowEdge'
import { useUi } from '../shell/ui'
import { useStore } from '../useStore'
import type { WalkOnScreen } from './screen'

/** Below this the words on the map grow with what is zoomed out. */
const LEGIBLE = 0.8
const GROWN_MOST = 1.9
const TOKEN_ABOVE = 14

/** The item where it is now, and actual beside perceived under its steps; the panel says the same in words. */
export function WalkOnMap() {
  const walk = useUi((state) => state.walk)
  const { zoom } = useViewport()
  const scale = Math.min(GROWN_MOST, Math.max(1, LEGIBLE / zoom))
  if (walk === null) return null
  return (
    <ViewportPortal>
      <div className="walk-marks" aria-hidden="true">
        {walk.marks.map((step) => (
          <Mark key={step.step} step={step} scale={scale} />
        ))}
        {walk.token && <Token token={walk.token} scale={scale} />}
      </div>
    </ViewportPortal>
  )
}

function Mark({ step, scale }: { step: WalkStep; scale: number }) {
  const box = useBox(step.step)
  const calendar = calendarOf(useStore((state) => state.charter))
  if (!box || (!step.wait_time.actual && !step.process_time.actual)) return null
  const at = `translate(${(box.left + box.right) / 2}px, ${box.bottom + 8}px) scale(${scale}) translateX(-50%)`
  return (
    <span className="walk-mark" style={{ transform: at }}>
      <Pair word="wait" beside={step.wait_time} calendar={calendar} />
      <Pair word="work" beside={step.process_time} calendar={calendar} />
    </span>
  )
}

function Pair({ word, beside, calendar }: { word: string; beside: Beside; calendar: Calendar }) {
  if (!beside.actual) return null
  const perceived = beside.perceived_s
  const tone = perceived === null ? 'new' : beside.actual.median > perceived ? 'more' : 'less'
  return (
    <span className="walk-pair" data-word={word} data-tone={beside.difference_s === 0 ? 'same' : tone}>
      {word} <strong>{formatDuration(beside.actual.median, calendar)}</strong>
      <small>{perceived === null ? 'new' : `map ${formatDuration(perceived, calendar)}`}</small>
    </span>
  )
}

function Token({ token, scale }: { token: NonNullable<WalkOnScreen['token']>; scale: number }) {
  const box = useBox(token.step)
  if (!box) return null
  // It waits before the box, and is worked on above it.
  const x = token.kind === 'waits' ? box.left : (box.left + box.right) / 2
  const at = `translate(${x}px, ${box.top - TOKEN_ABOVE}px) scale(${scale}) translate(-50%, -100%)`
  return (
    <span className="walk-token" data-kind={token.kind} style={{ transform: at }}>
      <strong>{token.name}</strong>
      <span>{token.words}</span>
    </span>
  )
}
