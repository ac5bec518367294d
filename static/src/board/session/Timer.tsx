import './timer.css'
import { useState } from 'react'
import { clockWords, currentPhase, leftMs, nextPhase, spokenClock, toneOf } from '../../model/session'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { useSessionAsk } from './ask'
import { isMuted, setMuted } from './chime'
import { useServerNow } from './useServerNow'
import { useTimeIsUp } from './useTimeIsUp'

/** What is left of the phase that is on, readable from the back row; the same for everybody. Nothing before the session. */
export function Timer() {
  const session = useStore((state) => state.facilitation?.session ?? null)
  const now = useServerNow()
  useTimeIsUp(now)
  const left = session ? leftMs(session, now) : null
  if (!session || left === null) return null
  const tone = toneOf(left)
  return (
    <section
      className="timer"
      data-tone={tone}
      data-paused={session.state === 'paused'}
      aria-label={`Time for ${currentPhase(session)?.title ?? 'this phase'}`}
    >
      <Face
        title={currentPhase(session)?.title ?? ''}
        words={session.state === 'paused' ? 'paused' : { enough: 'left', last: 'last minute', over: 'over time' }[tone]}
        left={left}
      />
      <Controls />
      <Mute />
    </section>
  )
}

function Face({ title, words, left }: { title: string; words: string; left: number }) {
  const ui = useUiStore()
  const isOpen = useUi((state) => state.phases)
  return (
    <button
      type="button"
      className="timer-face"
      aria-expanded={isOpen}
      title={isOpen ? 'Hide the agenda' : 'Show the agenda'}
      onClick={() => ui.set({ phases: !isOpen })}
    >
      <span className="timer-clock" aria-hidden="true">
        {clockWords(left)}
      </span>
      <span className="timer-words">
        <span className="timer-title">{title}</span>
        <span className="timer-state">{words}</span>
      </span>
      <span className="visually-hidden">{spokenClock(left)}</span>
    </button>
  )
}

/** What a facilitator needs at hand without looking for it; the rest is in the agenda. */
function Controls() {
  const ask = useSessionAsk()
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  const session = useStore((state) => state.facilitation?.session ?? null)
  if (!isFacilitator || !session) return null
  const next = nextPhase(session)
  const isPaused = session.state === 'paused'
  return (
    <span className="timer-controls">
      <Tool
        label={isPaused ? 'Go on' : 'Pause'}
        icon={isPaused ? 'M5 3.2v9.6L13 8Z' : 'M5 3v10M11 3v10'}
        isFilled={isPaused}
        onPress={isPaused ? ask.resume : ask.pause}
      />
      <button type="button" className="timer-tool" title="Five minutes more" onClick={() => ask.extend(5)}>
        +5
      </button>
      {next && (
        <Tool label={`Next: ${next.title}`} icon="M3 3.5v9L9 8ZM12 3.5v9" isFilled onPress={() => ask.goTo(next.id)} />
      )}
    </span>
  )
}

function Mute() {
  const [muted, change] = useState(isMuted)
  const toggle = () => {
    setMuted(!muted)
    change(!muted)
  }
  return (
    <Tool
      label={muted ? 'The end is silent for you; let it sound' : 'The end sounds; mute it for you'}
      icon={
        muted
          ? 'M2.5 6v4H5l3.5 3V3L5 6ZM11 6.5l3 3M14 6.5l-3 3'
          : 'M2.5 6v4H5l3.5 3V3L5 6ZM10.8 5.8a3 3 0 0 1 0 4.4M12.6 4a5.6 5.6 0 0 1 0 8'
      }
      onPress={toggle}
      isPressed={muted}
    />
  )
}

interface ToolProps {
  label: string
  icon: string
  onPress: () => void
  isFilled?: boolean
  isPressed?: boolean
}

function Tool({ label, icon, onPress, isFilled = false, isPressed }: ToolProps) {
  return (
    <button
      type="button"
      className="timer-tool"
      title={label}
      aria-label={label}
      aria-pressed={isPressed}
      onClick={onPress}
    >
      <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
        <path
          d={icon}
          fill={isFilled ? 'currentColor' : 'none'}
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
    </button>
  )
}
