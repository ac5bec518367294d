import { useMemo, useState } from 'react'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { phases } from './phases'
import './phases.css'

/** The run of the session at the left: where we are, how far the map is, and what to ask the room now. */
export function Phases() {
  const elements = useStore((state) => state.elements)
  const metrics = useStore((state) => state.metrics)
  const charter = useStore((state) => state.charter)
  const ui = useUiStore()
  const isOpen = useUi((state) => state.phases)
  const [chosen, choose] = useState<string | null>(null)
  const rows = useMemo(
    () => phases.map((phase) => ({ phase, progress: phase.progress({ elements, metrics, charter }) })),
    [elements, metrics, charter],
  )
  const current = chosen ?? rows.find(({ progress }) => !progress.done)?.phase.id ?? phases[0]?.id
  const now = phases.find((phase) => phase.id === current)
  return (
    <nav className="phases" aria-label="Phases of the session" hidden={!isOpen}>
      <ol>
        {rows.map(({ phase, progress }, place) => (
          <li key={phase.id}>
            <button
              type="button"
              className="phase"
              data-done={progress.done}
              aria-current={phase.id === current ? 'step' : undefined}
              onClick={() => choose(phase.id)}
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
                  place + 1
                )}
              </span>
              <span className="phase-words">
                <span className="phase-title">{phase.title}</span>
                {progress.sentence && <span className="phase-progress">{progress.sentence}</span>}
                {progress.done && <span className="visually-hidden">, done</span>}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {now && (
        <section className="phase-guide" aria-label={now.title}>
          <p>{now.guide}</p>
          <p className="phase-question">
            <span>In the room</span>“{now.question}”
          </p>
        </section>
      )}
      <button type="button" className="phases-close" onClick={() => ui.set({ phases: false })}>
        Close
      </button>
    </nav>
  )
}
