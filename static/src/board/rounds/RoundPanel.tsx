import { useReactFlow } from '@xyflow/react'
import { useEffect, useRef, useState } from 'react'
import { doneWords, mayWrite, type PublicRound, roundLeftMs } from '../../model/rounds'
import { clockWords, spokenClock, toneOf } from '../../model/session'
import { glideMs } from '../attention/seen'
import { useStore } from '../useStore'
import { Lead } from './Lead'
import { Results } from './Results'
import { useStateNow } from './useRounds'
import { WriteForm } from './WriteForm'
import { KIND_TITLES } from './words'

interface PanelProps {
  round: PublicRound
  /** To see the map; the round stays. */
  onAside: () => void
  onClose: () => void
}

/** One round beside the map: writing unseen, then looking at it together. */
export function RoundPanel({ round, onAside, onClose }: PanelProps) {
  const role = useStore((state) => state.role)
  const { state, now } = useStateNow(round)
  const isFacilitator = role === 'facilitator'
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const isRevealed = state === 'revealed'
  useWholeMap(isRevealed)
  return (
    <section className="side-panel is-whole round" aria-label={`Round: ${round.prompt}`} data-state={state}>
      <header className="round-head">
        <p className="round-kind">
          {KIND_TITLES[round.kind]} · {round.anonymous ? 'anonymous' : 'with names'}
        </p>
        <div className="round-head-acts">
          {!isRevealed && (
            <button type="button" className="button-quiet" onClick={onAside}>
              See the map
            </button>
          )}
          {isRevealed && (
            <button type="button" className="button-quiet" onClick={onClose}>
              Close
            </button>
          )}
        </div>
        <h2 ref={heading} tabIndex={-1}>
          {round.prompt}
        </h2>
        {!isRevealed && <Standing round={round} now={now} isClosed={state === 'closed'} />}
      </header>
      {isFacilitator && !isRevealed && <Lead round={round} state={state} />}
      {isRevealed ? <Results round={round} /> : <Writing round={round} isFacilitator={isFacilitator} state={state} />}
    </section>
  )
}

/** The canvas has its new width by then, and new notes their size. */
const AFTER_LAYOUT_MS = 120

/** Shows the whole map beside the panel, when it opens and again at the reveal: what it is about may lie anywhere. */
function useWholeMap(isRevealed: boolean): void {
  const flow = useReactFlow()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the reveal is a reason of its own
  useEffect(() => {
    const fit = () => void flow.fitView({ padding: 0.12, maxZoom: 1, duration: glideMs(350) })
    const timer = setTimeout(fit, AFTER_LAYOUT_MS)
    return () => clearTimeout(timer)
  }, [flow, isRevealed])
}

function Standing({ round, now, isClosed }: { round: PublicRound; now: number; isClosed: boolean }) {
  const left = roundLeftMs(round, now)
  return (
    <p className="round-standing">
      {isClosed && <strong className="round-clock">Closed</strong>}
      {!isClosed && left !== null && (
        <strong className="round-clock" data-tone={toneOf(left)}>
          <span aria-hidden="true">{clockWords(left)} left</span>
          <span className="visually-hidden">{spokenClock(left)}</span>
        </strong>
      )}
      <span aria-live="polite">{doneWords(round)}</span>
    </p>
  )
}

interface WritingProps {
  round: PublicRound
  isFacilitator: boolean
  state: PublicRound['state']
}

/** The form for everybody who may write; facilitators lead, and take part where they say so. */
function Writing({ round, isFacilitator, state }: WritingProps) {
  const role = useStore((store) => store.role)
  const [takesPart, takePart] = useState(!isFacilitator)
  if (round.options === null) return null
  if (!mayWrite(round, role)) return <p className="round-aside-words">You follow this round; members write in it.</p>
  if (state === 'prepared') return <p className="round-aside-words">It has not been opened yet.</p>
  if (!takesPart) {
    if (state !== 'open') return null
    return (
      <div className="round-body">
        <button type="button" className="button" onClick={() => takePart(true)}>
          I take part, too
        </button>
        <p className="quiet">Then you are counted among those who are done.</p>
      </div>
    )
  }
  return <WriteForm round={round} options={round.options} isOpen={state === 'open'} />
}

/** The round while the map is looked at: what is asked, what is left, and the way back. */
export function RoundTab({ round, onOpen }: { round: PublicRound; onOpen: () => void }) {
  const { state, now } = useStateNow(round)
  const left = roundLeftMs(round, now)
  return (
    <button type="button" className="round-tab" onClick={onOpen}>
      <span className="round-tab-kind">{KIND_TITLES[round.kind]}</span>
      {left !== null && state === 'open' && <strong data-tone={toneOf(left)}>{clockWords(left)}</strong>}
      <span>{state === 'closed' ? 'closed' : doneWords(round)}</span>
      <span className="round-tab-open">Back to the round</span>
    </button>
  )
}
