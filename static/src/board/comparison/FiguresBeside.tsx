import { calendarOf } from '../../model/calendar'
import { type Column, type ComparisonAnswer, type FigureRow, keptShare, toneOf } from '../../model/comparison'
import { formatShare } from '../../model/figures'
import type { Calendar } from '../../model/types'
import { RestsBar } from '../analysis/explanation/RestsOn'
import { guessSentence } from '../analysis/explanation/reading'
import { useStore } from '../useStore'
import { differenceText, figureText } from './words'
import '../analysis/explanation/explanation.css'

interface FiguresProps {
  answer: ComparisonAnswer
  /** Only these future states; all without it. */
  only?: string | undefined
}

/** Now, the future states, how they differ and what that rests on; where the current state has moved, how far it came. */
export function FiguresBeside({ answer, only }: FiguresProps) {
  const charter = useStore((state) => state.charter)
  const calendar = calendarOf(charter)
  const shown = answer.columns
    .map((column, place) => ({ column, place }))
    .filter(({ column }) => column.moment !== 'future' || only === undefined || column.map === only)
  const then = answer.columns.findIndex(({ moment }) => moment === 'then')
  const now = answer.columns.findIndex(({ moment }) => moment === 'now')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table has to be scrolled with the keyboard, too
    <section className="figures-beside" tabIndex={0} aria-label="Figures beside each other">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Figure</span>
            </th>
            {shown.map(({ column }) => (
              <th key={`${column.moment}${column.map}`} scope="col">
                {heading(column, only)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.figures.map((row) => (
            <tr key={row.figure}>
              <th scope="row">{row.name}</th>
              {shown.map(({ column, place }) => (
                <td key={`${column.moment}${column.map}`} data-tone={cellTone(row, column, place)}>
                  <Value row={row} place={place} calendar={calendar} />
                  {column.moment === 'future' && <Difference row={row} place={place} calendar={calendar} />}
                  {column.moment === 'future' && then >= 0 && (
                    <Kept
                      share={keptShare(row.values[then] ?? null, row.values[now] ?? null, row.values[place] ?? null)}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
          <tr className="figures-rest">
            <th scope="row">The lead time rests on</th>
            {shown.map(({ column }) => (
              <td key={`${column.moment}${column.map}`}>
                <RestsBar rests={column.rests_on} />
                <span>{guessSentence(column.rests_on) ?? 'not known yet'}</span>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  )
}

interface CellProps {
  row: FigureRow
  place: number
  calendar: Calendar
}

function Value({ row, place, calendar }: CellProps) {
  const value = row.values[place] ?? null
  return value === null ? <span className="quiet">not known</span> : <strong>{figureText(row, value, calendar)}</strong>
}

function Difference({ row, place, calendar }: CellProps) {
  const difference = row.differences[place] ?? null
  const tone = toneOf(row, difference)
  if (difference === null) return null
  if (tone === 'same') return <span className="figures-difference">as now</span>
  return (
    <span className="figures-difference">
      <span aria-hidden="true">{difference < 0 ? '▼' : '▲'} </span>
      {differenceText(row, difference, calendar)}
      <span className="visually-hidden"> {difference < 0 ? 'less' : 'more'},</span> {tone}
    </span>
  )
}

function Kept({ share }: { share: number | null }) {
  if (share === null) return null
  const words = share < 0 ? 'now farther away than then' : `${formatShare(Math.min(share, 1))} of the way`
  return <span className="figures-kept">{words}</span>
}

function cellTone(row: FigureRow, column: Column, place: number): string | undefined {
  return column.moment === 'future' ? toneOf(row, row.differences[place] ?? null) : undefined
}

function heading({ moment, title }: Column, only: string | undefined): string {
  if (moment === 'then') return 'When designed'
  if (moment === 'now') return 'Now'
  return only === undefined ? title : 'Future'
}
