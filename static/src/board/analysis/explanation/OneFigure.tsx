import { type ReactNode, useLayoutEffect, useRef } from 'react'
import type { Explanation } from '../../../model/analysis'
import { calendarOf } from '../../../model/calendar'
import type { ElementId } from '../../../model/types'
import { plainName } from '../../fields/naming'
import { useStore } from '../../useStore'
import { TwoRules } from '../findings/TwoRules'
import { CountedRows } from './CountedRows'
import { RestsOn } from './RestsOn'
import { CHOSEN, groupsOf, totalOf, totalsOf } from './reading'

interface OneFigureProps {
  explanation: Explanation
  onBack: () => void
  onShow: (id: ElementId) => void
}

/** One figure, opened: what it is, what it counts and leaves out, what it rests on, what it still needs. */
export function OneFigure({ explanation, onBack, onShow }: OneFigureProps) {
  const { figure, name, definition, formula, source, needs, notes, left_out, rests_on, rows } = explanation
  const calendar = calendarOf(useStore((state) => state.charter))
  const constraint = useStore((state) => (figure === 'constraint' ? (state.metrics?.constraint ?? null) : null))
  const elements = useStore((state) => state.elements)
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    // Opened from the list: its button is gone, and the focus with it.
    if (document.activeElement === document.body) heading.current?.focus()
  }, [])
  // The evidence of the constraint stands with its two rules.
  const others = notes.filter((note) => !constraint?.evidence.includes(note))
  const isKnown = explanation.value !== null || constraint !== null
  return (
    <article className="one-figure">
      <button type="button" className="act-quiet to-all-figures" onClick={onBack}>
        <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
          <path d="M6.5 1.5 3 5l3.5 3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        All figures
      </button>
      <h3 ref={heading} tabIndex={-1}>
        <span className="one-figure-name">{name}</span>{' '}
        <span className="one-figure-value" data-known={isKnown} data-hot={constraint !== null}>
          {constraint ? plainName(elements, constraint.step) : totalOf(explanation, calendar)}
        </span>
      </h3>
      <p className="one-figure-definition">{definition}</p>
      <p className="one-figure-formula">{formula}</p>
      {needs.length > 0 && <Sentences title="Still needed" tone="needs" sentences={needs} />}
      {constraint && <TwoRules constraint={constraint} onShow={onShow} />}
      <RestsOn rests={rests_on} />
      {rows.length > 0 && (
        <Part
          title={`${CHOSEN.has(figure) ? 'What is compared' : 'What is counted'}${rows.length > 1 ? ` · ${rows.length}` : ''}`}
        >
          <CountedRows
            groups={groupsOf(explanation)}
            totals={totalsOf(explanation, calendar)}
            calendar={calendar}
            onShow={onShow}
          />
        </Part>
      )}
      {left_out.length > 0 && (
        <Part title={`What is left out · ${left_out.length}`}>
          <ul className="left-out">
            {left_out.map(({ element, name: what, sentence }) => (
              <li key={`${element} ${what} ${sentence}`}>
                {element === null || !elements.has(element) ? (
                  <div className="line">
                    <strong>{what}</strong> {sentence}
                  </div>
                ) : (
                  <button type="button" className="line" title="Show it on the map" onClick={() => onShow(element)}>
                    <strong>{what}</strong> {sentence}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {others.length > 0 && <Sentences title="Good to know" tone="notes" sentences={others} />}
      <p className="one-figure-source">Source: {source}</p>
    </article>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h4>{title}</h4>
      {children}
    </section>
  )
}

function Sentences({ title, tone, sentences }: { title: string; tone: string; sentences: readonly string[] }) {
  return (
    <section className="part part-sentences" data-tone={tone}>
      <h4>{title}</h4>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}
