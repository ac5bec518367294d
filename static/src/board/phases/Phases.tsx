import { useMemo, useState } from 'react'
import { type Progress, progressOf } from '../../model/progress'
import type { AgendaPhase, SessionState } from '../../model/session'
import { validationOf } from '../../model/validations'
import { useBoot } from '../boot'
import { Closing } from '../parking/Closing'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { openWalk } from '../walk/open'
import { openWastes } from '../waste/open'
import { METHOD, QUESTIONS } from './method'
import { RunOfSession } from './RunOfSession'
import './phases.css'

/** The run of the session at the left: the agenda, where we are, how far the map is, and what to do now. */
export function Phases() {
  const elements = useStore((state) => state.elements)
  const metrics = useStore((state) => state.metrics)
  const charter = useStore((state) => state.charter)
  const session = useStore((state) => state.facilitation?.session ?? null)
  const { map } = useBoot()
  const validation = useStore((state) => validationOf(state.facilitation?.validations, map.id))
  const ui = useUiStore()
  const isOpen = useUi((state) => state.phases)
  const isPlanned = session !== null && session.phases.length > 0
  const agenda = isPlanned ? session.phases : METHOD
  const rows = useMemo(() => {
    const mapped = { elements, metrics, charter, validation }
    return agenda.map((phase) => ({ phase, progress: progressOf(phase.code, mapped) }))
  }, [agenda, elements, metrics, charter, validation])
  const on = isOn(session) ? session?.phase : null
  const [chosen, choose] = useChoice(on ?? null)
  const first = isPlanned ? agenda[0] : rows.find(({ progress }) => !progress.done)?.phase
  const shown = chosen ?? on ?? first?.id ?? agenda[0]?.id
  const now = agenda.find(({ id }) => id === shown)
  return (
    <nav className="phases" aria-label="Phases of the session" hidden={!isOpen}>
      <ol>
        {rows.map(({ phase, progress }, place) => (
          <Row
            key={phase.id}
            phase={phase}
            progress={progress}
            number={place + 1}
            isOn={phase.id === on}
            isShown={phase.id === shown}
            isWordy={!isPlanned || phase.id === shown || phase.id === on}
            onChoose={() => choose(phase.id)}
          />
        ))}
      </ol>
      <div className="phase-now">
        {now && (
          <section className="phase-guide" aria-label={now.title}>
            {on && now.id !== on && <h2>{now.title}</h2>}
            {now.instruction && <p className="phase-instruction">{now.instruction}</p>}
            {now.code === 'current_state' && (
              <button type="button" className="button phase-tool" onClick={() => openWalk(ui, true)}>
                Walk a real item
              </button>
            )}
            {now.code === 'waste' && (
              <button type="button" className="button phase-tool" onClick={() => openWastes(ui, true)}>
                Mark wastes, circle the constraint
              </button>
            )}
            {now.code === 'measure' && <Closing />}
            {QUESTIONS[now.code] && (
              <p className="phase-question">
                <span>Ask the room</span>“{QUESTIONS[now.code]}”
              </p>
            )}
          </section>
        )}
        {session && <RunOfSession session={session} shown={isPlanned ? (now ?? null) : null} />}
      </div>
      <button type="button" className="phases-close" onClick={() => ui.set({ phases: false })}>
        Close
      </button>
    </nav>
  )
}

function isOn(session: SessionState | null): boolean {
  return session?.state === 'running' || session?.state === 'paused'
}

/** What I look at; when the session goes on, I go along. */
function useChoice(on: string | null): [string | null, (id: string) => void] {
  const [choice, set] = useState<{ id: string; on: string | null } | null>(null)
  return [choice && choice.on === on ? choice.id : null, (id) => set({ id, on })]
}

interface RowProps {
  phase: AgendaPhase
  progress: Progress
  number: number
  isOn: boolean
  isShown: boolean
  /** Says how far the map is; in an agenda only where one looks, so that the whole of it is in sight. */
  isWordy: boolean
  onChoose: () => void
}

function Row({ phase, progress, number, isOn: isNow, isShown, isWordy, onChoose }: RowProps) {
  return (
    <li>
      <button
        type="button"
        className="phase"
        data-done={progress.done}
        data-break={phase.code === 'break'}
        data-shown={isShown}
        aria-current={isNow ? 'step' : undefined}
        onClick={onChoose}
      >
        <span className="phase-mark" aria-hidden="true">
          {progress.done ? (
            <svg viewBox="0 0 12 12" aria-hidden="true">
              <path
                d="M2.5 6.4 5 8.8 9.6 3.6"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.8"
                strokeLinecap="round"
                strokeLinejoin="round"
              />
            </svg>
          ) : (
            number
          )}
        </span>
        <span className="phase-words">
          <span className="phase-title">{phase.title}</span>
          {isNow && <span className="phase-on">now</span>}
          {isWordy && progress.sentence && <span className="phase-progress">{progress.sentence}</span>}
          {progress.done && <span className="visually-hidden">, done</span>}
        </span>
        {phase.minutes > 0 && <span className="phase-minutes">{phase.minutes} min</span>}
      </button>
    </li>
  )
}
