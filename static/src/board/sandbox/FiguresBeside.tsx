import { calendarOf } from '../../model/calendar'
import type { WhatIf } from '../../model/sandbox'
import { useStore } from '../useStore'
import { type ComparedFigure, comparison, SIGNS } from './compare'

/** Today's figures and those of the what-if, with the difference and whether it is better. */
export function FiguresBeside({ whatIf }: { whatIf: WhatIf }) {
  const metrics = useStore((state) => state.metrics)
  const charter = useStore((state) => state.charter)
  const { today, problem, figures } = whatIf
  const rows = today && metrics ? comparison(metrics, today, calendarOf(charter)) : []
  return (
    <section className="what-if-part" aria-busy={figures === 'asking'}>
      <h2>Figures</h2>
      {problem !== null && <p className="what-if-problem">{problem}</p>}
      {rows.length === 0 && problem === null && (
        <p className="quiet">
          {whatIf.edits.length === 0
            ? 'With the first change, today’s figures stand here beside the new ones.'
            : figures === 'asking'
              ? 'Working out the figures …'
              : 'No figure of this map is known yet.'}
        </p>
      )}
      {rows.length > 0 && (
        <table className="what-if-figures">
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Figure</span>
              </th>
              <th scope="col">Today</th>
              <th scope="col">What if</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label} data-tone={row.tone}>
                <th scope="row">{row.label}</th>
                <td>{row.today}</td>
                <td>{row.tone === 'same' ? 'as today' : <Difference row={row} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Difference({ row }: { row: ComparedFigure }) {
  return (
    <>
      <strong>{row.now}</strong>
      {row.way && (
        <span className="what-if-difference">
          <span aria-hidden="true">{SIGNS[row.way]} </span>
          {row.words}
          <span className="visually-hidden"> {row.way},</span> {row.tone}
        </span>
      )}
    </>
  )
}
