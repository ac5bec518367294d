import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import { type Beat, beatWords, type RealItem } from '../../model/walk'
import { useStore } from '../useStore'
import type { Player, Speed } from './usePlayer'

const SPEEDS: readonly { value: Speed; label: string }[] = [
  { value: 'slow', label: 'Slow' },
  { value: 'usual', label: 'Usual' },
  { value: 'quick', label: 'Quick' },
]

interface PlayBarProps {
  item: RealItem
  beats: readonly Beat[]
  player: Player
}

/** Plays an item; for people who want no motion it goes from one place to the next by buttons alone. */
export function PlayBar({ item, beats, player }: PlayBarProps) {
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  const { at, beat, isPlaying } = player
  const hasArrived = at >= beats.length && beats.length > 0
  if (beats.length === 0) return <p className="walk-said">Nothing is told yet of what happened to “{item.name}”.</p>
  return (
    <div className="walk-play">
      <div className="walk-buttons">
        {!isStill && (
          <button
            type="button"
            className="button button-primary"
            onClick={isPlaying ? player.pause : player.play}
            aria-label={isPlaying ? `Pause “${item.name}”` : `Play “${item.name}” along the map`}
          >
            {isPlaying ? 'Pause' : hasArrived ? 'Play again' : 'Play'}
          </button>
        )}
        <button type="button" className="button" disabled={at < 0} onClick={() => player.goTo(at - 1)}>
          Back
        </button>
        <button
          type="button"
          className={isStill ? 'button button-primary' : 'button'}
          disabled={hasArrived}
          onClick={() => player.goTo(at + 1)}
        >
          Next
        </button>
        {!isStill && (
          <select
            aria-label="Speed"
            value={player.speed}
            onChange={(event) => player.setSpeed(event.target.value as Speed)}
          >
            {SPEEDS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
      </div>
      <Bar beats={beats} at={at} />
      <Said item={item} beat={beat} hasArrived={hasArrived} />
    </div>
  )
}

/** The whole way to scale: waiting and work, what has passed in full colour. */
function Bar({ beats, at }: { beats: readonly Beat[]; at: number }) {
  return (
    <div className="walk-bar" aria-hidden="true">
      {beats.map((beat, place) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: beats have no other name than their place
          key={place}
          data-kind={beat.kind}
          data-passed={place <= at || undefined}
          data-now={place === at || undefined}
          style={{ flexGrow: Math.max(beat.seconds ?? 0, 1) }}
        />
      ))}
    </div>
  )
}

function Said({ item, beat, hasArrived }: { item: RealItem; beat: Beat | null; hasArrived: boolean }) {
  const calendar = calendarOf(useStore((state) => state.charter))
  const lead = formatDuration(item.lead_time_s ?? item.lower_bound_s, calendar)
  const whole = item.lead_time_s === null ? `at least ${lead}` : lead
  if (beat === null) {
    return (
      <p className="walk-said" role="status">
        “{item.name}”{hasArrived ? ` has arrived after ${whole}.` : ` was on its way for ${whole}.`}
      </p>
    )
  }
  return (
    <p className="walk-said" role="status">
      <strong>“{item.name}”</strong> {beatWords(beat, calendar)}
      {beat.before_s > 0 && <small>after {formatDuration(beat.before_s, calendar)}</small>}
    </p>
  )
}
