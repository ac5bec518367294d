import './replay.css'
import { useEffect, useMemo, useRef } from 'react'
import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import { countsOf, marksOf, SPEEDS, type Speed } from '../../model/replay'
import type { Replay, Watching } from '../../replayStore'
import { When } from '../dialogs/When'
import { describeOperation } from '../inspector/describe'
import { personStyle } from '../shell/personStyle'
import { useStore } from '../useStore'
import { useWatching } from './replay'
import { useWholeMap } from './useWholeMap'
import { Ways } from './Ways'

/** As many marks as the time line can show beside each other. */
const MARKS = 300
const AROUND_THE_CLOCK = { hours_per_day: 24, days_per_week: 7, days_per_month: 30 }

/** Watching the session again: who did what, when; play, step, jump; and the ways on from a moment. */
export function ReplayBar({ replay }: { replay: Replay }) {
  const watching = useWatching(replay)
  const bar = useRef<HTMLElement>(null)
  useEffect(() => bar.current?.focus(), [])
  useWholeMap(watching.isReady)
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
      <output className="replay-count" aria-live="off">
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
