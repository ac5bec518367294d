import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import { type ComparisonAnswer, type Difference, listed } from '../../model/comparison'
import { useElementOnMap } from '../analysis/useElementOnMap'
import { SHEET } from '../analysis/useScreen'
import { useUiStore } from '../shell/ui'
import type { ComparisonAsker } from './asker'
import { ReasonForm, ReasonRead } from './ReasonForm'
import { fromTo, nameOf, SIGNS, shownFields, WHAT_WORDS } from './words'

/** Every change of the stream with the waste that it removes; what does not change the stream is counted below. */
export function ChangeList({ answer, asker }: { answer: ComparisonAnswer; asker: ComparisonAsker }) {
  const show = useShow()
  const { stream, rest } = useMemo(() => listed(answer.changes), [answer.changes])
  return (
    <section className="comparison-part">
      <h2>Changes</h2>
      <p className="changes-tally" role="status">
        {answer.sentence}
      </p>
      <ul className="change-list">
        {stream.map((change) => (
          <li key={change.key} data-what={change.what} data-own-sake={change.is_for_its_own_sake}>
            <p className="change-head">
              <span className="change-sign" aria-hidden="true">
                {SIGNS[change.what]}
              </span>
              <button type="button" className="change-name" title="Show it on the map" onClick={() => show(change)}>
                {nameOf(change)}
              </button>
              <span className="change-what">
                {WHAT_WORDS[change.what]}
                {change.along > 0 && `, with ${change.along === 1 ? '1 arrow' : `${change.along} arrows`}`}
              </span>
            </p>
            <Fields change={change} />
            {answer.may.give_reasons ? (
              <ReasonForm change={change} give={(said) => asker.give(change.key, said)} />
            ) : (
              <ReasonRead change={change} />
            )}
            {change.is_for_its_own_sake && <p className="own-sake">Redesign for its own sake: it names no waste.</p>}
          </li>
        ))}
      </ul>
      <Rest rest={rest} show={show} />
    </section>
  )
}

function Fields({ change }: { change: Difference }) {
  const fields = shownFields(change)
  if (fields.length === 0) return null
  return (
    <ul className="change-fields">
      {fields.map((field) => {
        const [from, to] = fromTo(field)
        return (
          <li key={field.field}>
            {field.name} <span className="change-from">{from}</span> <span aria-hidden="true">→</span>
            <span className="visually-hidden"> becomes </span> <strong>{to}</strong>
          </li>
        )
      })}
    </ul>
  )
}

interface RestProps {
  rest: readonly Difference[]
  show: (change: Difference) => void
}

function Rest({ rest, show }: RestProps) {
  if (rest.length === 0) return null
  return (
    <details className="changes-rest">
      <summary>
        {rest.length === 1 ? '1 more difference' : `${rest.length} more differences`}: places, notes, names, what
        follows
      </summary>
      <ul>
        {rest.map((change) => (
          <li key={change.key}>
            <span aria-hidden="true">{SIGNS[change.what]} </span>
            <button type="button" className="change-name" onClick={() => show(change)}>
              {nameOf(change)}
            </button>{' '}
            {WHAT_WORDS[change.what]}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Selects what is there; brings the place into sight of what is gone. */
function useShow(): (change: Difference) => void {
  const ui = useUiStore()
  const flow = useReactFlow()
  const { show } = useElementOnMap(() => {
    ui.set({ view: 'canvas', ...(window.matchMedia(SHEET).matches ? { phases: false } : {}) })
  })
  return ({ key, after, before }) => {
    if (after !== null) return show(key)
    ui.set({ view: 'canvas', ...(window.matchMedia(SHEET).matches ? { phases: false } : {}) })
    if (before !== null && before.kind !== 'flow') {
      void flow.setCenter(before.x, before.y, { zoom: Math.max(flow.getZoom(), 0.55) })
    }
  }
}
