import { useLayoutEffect, useRef } from 'react'
import type { ExplainedFigure, Explanation } from '../../../model/analysis'
import { calendarOf } from '../../../model/calendar'
import type { Calendar } from '../../../model/types'
import { plainName } from '../../fields/naming'
import { useStore } from '../../useStore'
import { moveFocus } from '../moveFocus'
import { RestsBar } from './RestsOn'
import { CHAPTERS, totalOf } from './reading'

interface FigureListProps {
  figures: readonly Explanation[]
  onOpen: (figure: ExplainedFigure) => void
}

/** Every figure with its value and how well it is known; each opens. */
export function FigureList({ figures, onOpen }: FigureListProps) {
  const calendar = calendarOf(useStore((state) => state.charter))
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    // Back from one figure: its button is gone, and the focus with it.
    if (document.activeElement === document.body) list.current?.querySelector('button')?.focus()
  }, [])
  const known = new Set<ExplainedFigure>(CHAPTERS.flatMap((chapter) => chapter.figures))
  const more = figures.filter(({ figure }) => !known.has(figure))
  const chapters = CHAPTERS.map(({ title, figures: wanted }) => ({
    title,
    entries: wanted.flatMap((figure) => figures.filter((each) => each.figure === figure)),
  }))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys beside Tab, for the buttons in it
    <div ref={list} className="figure-list" onKeyDown={moveFocus}>
      <p className="analysis-intro">
        What each figure is, what it counts, what it leaves out, and how much of it is guessed.
      </p>
      {[...chapters, { title: 'More', entries: more }].map(
        ({ title, entries }) =>
          entries.length > 0 && (
            <section key={title} aria-label={title}>
              <h3>{title}</h3>
              <ul>
                {entries.map((explanation) => (
                  <li key={explanation.figure}>
                    <Entry explanation={explanation} calendar={calendar} onOpen={onOpen} />
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  )
}

interface EntryProps {
  explanation: Explanation
  calendar: Calendar
  onOpen: FigureListProps['onOpen']
}

function Entry({ explanation, calendar, onOpen }: EntryProps) {
  const { figure, name, needs, rests_on } = explanation
  const step = useStore((state) => (figure === 'constraint' ? state.metrics?.constraint?.step : undefined))
  const elements = useStore((state) => state.elements)
  const isKnown = explanation.value !== null || step !== undefined
  return (
    <button type="button" className="figure-entry" data-known={isKnown} onClick={() => onOpen(figure)}>
      <span className="figure-entry-name">{name}</span>
      <RestsBar rests={rests_on} />
      <span className="figure-entry-value">
        {step === undefined ? totalOf(explanation, calendar) : plainName(elements, step)}
        {!isKnown && needs.length > 0 && (
          <small> needs {needs.length === 1 ? 'one thing' : `${needs.length} things`}</small>
        )}
      </span>
      <Chevron />
    </button>
  )
}

function Chevron() {
  return (
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <path d="M3.5 1.5 7 5 3.5 8.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  )
}
