import { calendarOf } from '../../model/calendar'
import type { Fate, Kept, PromiseAnswer, PromisedFigure } from '../../model/comparison'
import type { Calendar } from '../../model/types'
import { useBoot } from '../boot'
import { labelOf, WASTES } from '../fields/words'
import { useStore } from '../useStore'
import { usePromise } from './asker'
import { BothMaps, ComparisonColumn } from './ComparisonColumn'
import { dayText, figureText } from './words'
import './promise.css'

const FATES: Readonly<Record<Fate, [sign: string, words: string]>> = {
  came_true: ['✓', 'done'],
  partly: ['◐', 'in part'],
  not_done: ['✕', 'not done'],
}
const KEPT: Readonly<Record<Kept, string>> = {
  kept: 'kept',
  partly: 'in part',
  not_kept: 'not kept',
  worse: 'worse',
  not_known: 'not known',
}

/** Beside a stream that was mapped again: what the future state promised, and what of it is on this map. */
export function PromisePanel() {
  const { answer, failure, asker } = usePromise()
  return (
    <ComparisonColumn
      label="What became of the promise"
      waiting="Reading the promise …"
      isThere={answer !== null}
      failure={failure}
      again={asker.soon}
    >
      {answer !== null && (
        <>
          <Aim answer={answer} />
          <Figures answer={answer} />
          <Changes answer={answer} />
          <div className="comparison-ways">
            <BothMaps />
            <a className="button" href={`/maps/${answer.later.id}/promise/`}>
              As a page
            </a>
          </div>
        </>
      )}
    </ComparisonColumn>
  )
}

interface AnswerProps {
  answer: PromiseAnswer
}

function Aim({ answer: { design, promised, sentence } }: AnswerProps) {
  const boot = useBoot()
  return (
    <section className="comparison-part design" aria-label="The promise">
      <h2>
        Promised by <a href={`/maps/${promised.id}/`}>{promised.title}</a>
        {design?.horizon_ends_on && (
          <span className="design-by"> for {dayText(design.horizon_ends_on, boot.language)}</span>
        )}
      </h2>
      {design?.target_condition && <p>{design.target_condition}</p>}
      <p className="promise-words" role="status">
        {sentence}
      </p>
    </section>
  )
}

function Figures({ answer }: AnswerProps) {
  const charter = useStore((state) => state.charter)
  const calendar = calendarOf(charter)
  const known = answer.figures.filter(({ before, promised }) => before !== null && promised !== null)
  return (
    <section className="comparison-part">
      <h2>Figures</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table has to be scrolled with the keyboard, too */}
      <section className="figures-beside promise-figures" tabIndex={0} aria-label="Figures before, promised and now">
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Figure</span>
              </th>
              <th scope="col">Before</th>
              <th scope="col">Promised</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {known.map((row) => (
              <tr key={row.figure}>
                <th scope="row">{row.name}</th>
                <td>{text(row, row.before, calendar)}</td>
                <td>{text(row, row.promised, calendar)}</td>
                <td data-kept={row.kept}>
                  <strong>{text(row, row.later, calendar)}</strong>
                  <span className="figures-kept">{keptWords(row)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function text(row: PromisedFigure, value: number | null, calendar: Calendar): string {
  return value === null ? 'not known' : figureText(row, value, calendar)
}

function keptWords({ kept, share }: PromisedFigure): string {
  if (share === null || share < 0 || kept === 'not_known') return KEPT[kept]
  return `${KEPT[kept]}, ${Math.round(100 * share)} %`
}

function Changes({ answer: { changes, besides } }: AnswerProps) {
  return (
    <section className="comparison-part">
      <h2>Changes</h2>
      <ul className="change-list">
        {changes.map(({ key, fate, sentence, waste, reason }) => (
          <li key={key} data-fate={fate}>
            <p className="promise-fate">
              <span aria-hidden="true">{FATES[fate][0]}</span> {FATES[fate][1]}
            </p>
            <p>{sentence}</p>
            {waste === null ? (
              <p className="own-sake">Redesign for its own sake: it named no waste.</p>
            ) : (
              <p className="quiet">
                It was to remove {labelOf(WASTES, waste)}
                {reason && `: ${reason}`}
              </p>
            )}
          </li>
        ))}
      </ul>
      {besides.length > 0 && (
        <>
          <h3>What differs although nobody promised it</h3>
          <ul className="promise-besides">
            {besides.map(({ key, sentence }) => (
              <li key={key} className="promise-beside">
                {sentence}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
