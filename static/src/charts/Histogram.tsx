import { useCallback, useMemo, useState } from 'react'
import type uPlot from 'uplot'
import { formatNumber, formatShare } from '../model/figures'
import { alongAxis, axisWidth, textWidth, valueAxis } from './axes'
import { barAt, barsBetween } from './bars'
import { Figure } from './Figure'
import type { Ink } from './ink'
import { inRows } from './labels'
import { type Frame, Plot, type PlotOptions } from './Plot'
import { countScale, type Scale } from './scales'

export interface Mark {
  at: number
  label: string
  /** A percentile of what is counted, or a figure from elsewhere to compare it with. */
  kind: 'reference' | 'percentile'
}

export interface HistogramProps {
  title: string
  /** Ascending, one more than counts. */
  edges: readonly number[]
  counts: readonly number[]
  scale: Scale
  /** What is counted, in the plural: "items". */
  unit: string
  marks?: readonly Mark[]
  height?: number
}

const ROW = 20
const RIGHT = 14
const COUNTS = countScale()
const NO_MARKS: readonly Mark[] = []

/** How often values occur, with lines for the values that one speaks of. */
export function Histogram(props: HistogramProps) {
  const { title, edges, counts, scale, unit, marks = NO_MARKS, height = 240 } = props
  const [pointed, setPointed] = useState<number | null>(null)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const data = useMemo<uPlot.AlignedData>(() => [edges.slice(0, -1), [...counts]], [edges, counts])
  const options = useCallback(
    (ink: Ink, width: number) => drawing({ ink, width, edges, counts, scale, marks }),
    [edges, counts, scale, marks],
  )
  const bar = pointed === null ? null : barAt(edges, pointed)
  return (
    <Figure title={title} table={<Table {...props} marks={marks} total={total} />}>
      <p className="chart-reading" aria-hidden="true">
        {bar === null
          ? `${formatNumber(total)} ${unit}`
          : `${between(edges, bar, scale)}: ${formatNumber(counts[bar] ?? 0)} ${unit}, ${formatShare((counts[bar] ?? 0) / total)}`}
      </p>
      <Plot
        label={spoken(title, marks, scale)}
        height={height}
        data={data}
        options={options}
        onPointer={setPointed}
        overlay={(frame) => <Marks frame={frame} marks={marks} scale={scale} />}
      />
    </Figure>
  )
}

interface Drawn {
  ink: Ink
  width: number
  edges: readonly number[]
  counts: readonly number[]
  scale: Scale
  marks: readonly Mark[]
}

function drawing({ ink, width, edges, counts, scale, marks }: Drawn): PlotOptions {
  const [from, to] = span(edges, marks)
  const most = Math.max(1, ...counts)
  const left = axisWidth(COUNTS, most)
  const place = (at: number) => left + ((at - from) / (to - from)) * (width - left - RIGHT)
  const rows = placed(marks, scale, place, left, width - RIGHT)
  const deepest = Math.max(0, ...rows.map(({ row }) => row + 1))
  return {
    padding: [deepest * ROW + 8, RIGHT, 0, 0],
    scales: { x: { time: false, range: [from, to] }, y: { range: [0, most * 1.04] } },
    axes: [alongAxis(ink, scale), valueAxis(ink, COUNTS, left)],
    series: [{}, { fill: ink.bar, paths: barsBetween(edges), points: { show: false } }],
    cursor: { x: false, points: { show: false } },
  }
}

/** From zero unless that would push all bars into a corner; as far as the last bar and the last mark. */
export function span(edges: readonly number[], marks: readonly Mark[]): [number, number] {
  const places = [...edges, ...marks.map((mark) => mark.at)]
  const [least, most] = [Math.min(...places), Math.max(...places)]
  const from = least > 0 && least < 0.5 * most ? 0 : least
  return most > from ? [from, most] : [from - 0.5, from + 0.5]
}

function words(mark: Mark, scale: Scale): string {
  return `${mark.label} ${scale.format(mark.at)}`
}

function placed(marks: readonly Mark[], scale: Scale, x: (at: number) => number, from: number, to: number) {
  return inRows(
    marks.map((mark) => ({ at: x(mark.at), width: textWidth(words(mark, scale)) + 12 })),
    from,
    to,
  )
}

function Marks({ frame, marks, scale }: { frame: Frame; marks: readonly Mark[]; scale: Scale }) {
  const right = frame.left + frame.width
  const rows = placed(marks, scale, frame.x, frame.left, right)
  return marks.map((mark, place) => {
    const { row, left } = rows[place] ?? { row: 0, left: 0 }
    const top = frame.top - 6 - (row + 1) * ROW
    return (
      <div key={`${mark.label} ${mark.at}`} className="mark" data-kind={mark.kind}>
        <i
          className="mark-line"
          style={{ left: frame.x(mark.at), top: top + ROW - 2, height: frame.top + frame.height - top - ROW + 2 }}
        />
        <span className="mark-label" style={{ left, top }}>
          {mark.label} <b>{scale.format(mark.at)}</b>
        </span>
      </div>
    )
  })
}

function between(edges: readonly number[], bar: number, scale: Scale): string {
  return `${scale.format(edges[bar] ?? 0)} to ${scale.format(edges[bar + 1] ?? 0)}`
}

function spoken(title: string, marks: readonly Mark[], scale: Scale): string {
  const told = marks.map((mark) => words(mark, scale)).join(', ')
  return told ? `${title}: histogram, ${told}` : `${title}: histogram`
}

interface TableProps extends HistogramProps {
  marks: readonly Mark[]
  total: number
}

function Table({ edges, counts, scale, unit, marks, total }: TableProps) {
  return (
    <>
      {marks.length > 0 && (
        <table>
          <tbody>
            {marks.map((mark) => (
              <tr key={`${mark.label} ${mark.at}`}>
                <th scope="row">{mark.label}</th>
                <td>{scale.format(mark.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">from … to</th>
            <th scope="col">{unit}</th>
            <th scope="col">share</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((count, bar) => (
            <tr key={edges[bar]}>
              <th scope="row">{between(edges, bar, scale)}</th>
              <td>{formatNumber(count)}</td>
              <td>{formatShare(total ? count / total : 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
