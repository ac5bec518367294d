import './replay.css'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import { newId } from '../../model/edits'
import { countsOf, marksOf, SPEEDS, type Speed } from '../../model/replay'
import type { Replay, Watching } from '../../replayStore'
import { useBoot } from '../boot'
import { postJson, sentenceOf } from '../dialogs/rest'
import { When } from '../dialogs/When'
import { describeOperation } from '../inspector/describe'
import { personStyle } from '../shell/personStyle'
import { useBoardStore, useStore } from '../useStore'
import { addressAt, useReplayDoorOf, useWatching } from './replay'

/** As many marks as the time line can show beside each other. */
const MARKS = 300
const AROUND_THE_CLOCK = { hours_per_day: 24, days_per_week: 7, days_per_month: 30 }

/** Watching the session again: who did what, when; play, step, jump; and the ways on from a moment. */
export function ReplayBar({ replay }: { replay: Replay }) {
  const watching = useWatching(replay)
  const bar = useRef<HTMLElement>(null)
  useEffect(() => bar.current?.focus(), [])
  const { isReady, problem, head } = watching
  return (
    <section ref={bar} className="replay" aria-label="Replay" tabIndex={-1}>
      <div className="replay-head">
        <strong className="replay-title">Replay</strong>
        <Sentence watching={watching} />
        <Ways isReady={isReady} seq={watching.seq} head={head} />
      </div>
      {problem !== null && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      {!isReady && problem === null && <p className="quiet">Reading the log…</p>}
      {isReady && head === 0 && (
        <p className="quiet">Nothing has happened on this map yet: there is nothing to watch.</p>
      )}
      {isReady && head > 0 && (
        <>
          <Controls replay={replay} watching={watching} />
          <People watching={watching} />
        </>
      )}
    </section>
  )
}

function Sentence({ watching }: { watching: Watching }) {
  const people = useStore((state) => state.people)
  const elements = useStore((state) => state.elements)
  const charter = useStore((state) => state.charter)
  const { operation, isPlaying, seq, isReady } = watching
  if (!isReady) return null
  return (
    <p className="replay-sentence" aria-live={isPlaying ? 'off' : 'polite'}>
      {operation === null ? (
        seq === 0 && 'Before the first change.'
      ) : (
        <>
          <strong style={personStyle(people.get(operation.actor)?.colour ?? 0)}>
            {people.get(operation.actor)?.name ?? 'Somebody'}
          </strong>{' '}
          {describeOperation(operation, elements, calendarOf(charter))}
          <When at={operation.at} />
        </>
      )}
    </p>
  )
}

function Controls({ replay, watching }: { replay: Replay; watching: Watching }) {
  const { seq, head, isPlaying, speed, moments } = watching
  const people = useStore((state) => state.people)
  const marks = useMemo(() => marksOf(moments, MARKS), [moments])
  return (
    <div className="replay-controls">
      <Step label="One change back" sign="‹" isOff={seq === 0} onStep={() => replay.goTo(seq - 1)} />
      <button
        type="button"
        className="button button-primary replay-play"
        onClick={isPlaying ? replay.pause : replay.play}
      >
        {isPlaying ? 'Pause' : seq >= head ? 'Play again' : 'Play'}
      </button>
      <Step label="One change forward" sign="›" isOff={seq >= head} onStep={() => replay.goTo(seq + 1)} />
      <div className="replay-line">
        <svg viewBox={`0 0 ${head} 10`} preserveAspectRatio="none" aria-hidden="true">
          {marks.map(({ from, to, actor }) => (
            <rect
              key={from}
              x={from - 1}
              width={to - from + 1}
              height="10"
              style={personStyle(people.get(actor)?.colour ?? 0)}
            >
              <title>{people.get(actor)?.name}</title>
            </rect>
          ))}
        </svg>
        <input
          type="range"
          min={0}
          max={head}
          value={seq}
          aria-label="Moment of the session"
          aria-valuetext={`change ${seq} of ${head}`}
          onChange={(event) => replay.goTo(event.currentTarget.valueAsNumber)}
        />
      </div>
      <output className="replay-count">
        {seq} / {head}
      </output>
      <label className="replay-speed">
        <span>Speed</span>
        <select value={speed} onChange={(event) => replay.setSpeed(speedOf(event.currentTarget.value))}>
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
          <option value="fit">in 2 minutes</option>
        </select>
      </label>
    </div>
  )
}

function speedOf(value: string): Speed {
  return SPEEDS.find((speed) => String(speed) === value) ?? 'fit'
}

function Step({ label, sign, isOff, onStep }: { label: string; sign: string; isOff: boolean; onStep: () => void }) {
  return (
    <button
      type="button"
      className="button replay-step"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onStep}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  )
}

/** Whose colour is whose, and what is shown shorter than it was. */
function People({ watching }: { watching: Watching }) {
  const people = useStore((state) => state.people)
  const counts = useMemo(() => countsOf(watching.moments), [watching.moments])
  const shortened = watching.shortened / 1_000
  return (
    <ul className="replay-people" aria-label="Who did how much">
      {counts.map(({ actor, count }) => (
        <li key={actor} style={personStyle(people.get(actor)?.colour ?? 0)}>
          {people.get(actor)?.name ?? 'Somebody'} <small>{count}</small>
        </li>
      ))}
      {shortened >= 1 && (
        <li className="replay-shortened">
          pauses without edits shortened by {formatDuration(shortened, AROUND_THE_CLOCK)}
        </li>
      )}
    </ul>
  )
}

/** The ways on from the moment that is shown; before it is, there is only the way back. */
function Ways({ isReady, seq, head }: { isReady: boolean; seq: number; head: number }) {
  const { live, leave } = useReplayDoorOf()
  const store = useBoardStore()
  const { urls, csrf } = useBoot()
  const isFacilitator = useLiveState(live, (state) => state.role === 'facilitator')
  const now = useLiveState(live, (state) => state.seq)
  const [isBusy, setBusy] = useState(false)
  const since = Math.max(0, now - head)
  const restore = async () => {
    setBusy(true)
    try {
      await postJson<unknown>(urls.restore, { op_id: newId(), seq }, csrf)
      leave()
      live.notify({
        tone: 'info',
        message: 'The map is as it was then: one new change for everyone, which undo takes back.',
      })
    } catch (failure) {
      store.notify({ tone: 'error', message: sentenceOf(failure) })
      setBusy(false)
    }
  }
  const copy = async () => {
    const address = addressAt(seq)
    try {
      await navigator.clipboard.writeText(address)
      store.notify({ tone: 'info', message: 'The link to this moment is copied.' })
    } catch {
      // Without leave to copy, the address bar has the link.
      window.history.replaceState(null, '', address)
      store.notify({ tone: 'info', message: 'The address of this page is the link to this moment now; copy it there.' })
    }
  }
  return (
    <div className="replay-ways">
      {isReady && since > 0 && (
        <span role="status">
          {since} {since === 1 ? 'edit' : 'edits'} since
        </span>
      )}
      {isReady && (
        <button type="button" className="button" onClick={() => void copy()}>
          Copy link
        </button>
      )}
      {isReady && isFacilitator && seq < now && (
        <button type="button" className="button" disabled={isBusy} onClick={() => void restore()}>
          Restore this moment
        </button>
      )}
      <button type="button" className="button replay-leave" onClick={leave}>
        Back to now
      </button>
    </div>
  )
}

function useLiveState<Value>(
  live: ReturnType<typeof useReplayDoorOf>['live'],
  selector: (state: ReturnType<typeof live.getState>) => Value,
): Value {
  return useSyncExternalStore(live.subscribe, () => selector(live.getState()))
}
