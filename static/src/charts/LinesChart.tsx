import { useCallback, useMemo, useState } from 'react'
import uPlot from 'uplot'
import { alongAxis, axisWidth, textWidth, valueAxis } from './axes'
import { Figure } from './Figure'
import type { Ink } from './ink'
import { stacked } from './labels'
import { type Frame, Plot, type PlotOptions } from './Plot'
import type { Scale } from './scales'

export interface Line {
  id: string
  name: string
  /** One for each place in `at`; null breaks the line. */
  values: readonly (number | null)[]
}

export interface LinesChartProps {
  title: string
  /** Ascending. */
  at: readonly number[]
  lines: readonly Line[]
  x: Scale
  y: Scale
  /** What runs along, for example "working time since the start". */
  xLabel: string
  /** Whether a value holds until the next one, as counts do. */
  stepped?: boolean
  selected?: string | null
  onSelect?: (id: string | null) => void
  height?: number
}

/** More colours than these nobody tells apart; the highest lines get them. */
export const COLOURS = 5
const DASHES: readonly number[][] = [[], [10, 3], [3, 3], [12, 3, 3, 3], [6, 5]]
const ROOMY = 560
const NARROWEST_LABELS = 80
const WIDEST_LABELS = 170
const LABEL_HEIGHT = 17
const MOST_ROWS = 25

/** Several lines over the same stretch, named where they end. */
export function LinesChart(props: LinesChartProps) {
  const { title, at, lines, x, y, xLabel, stepped = false, height = 240 } = props
  const [ownChoice, setOwnChoice] = useState<string | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const chosen = props.selected === undefined ? ownChoice : props.selected
  const choose = props.onSelect ?? setOwnChoice
  const ranked = useMemo(() => byPeak(lines), [lines])
  const data = useMemo<uPlot.AlignedData>(() => [[...at], ...ranked.map((line) => [...line.values])], [at, ranked])
  const options = useCallback(
    (ink: Ink, width: number) => drawing({ ink, width, at, ranked, x, y, stepped, chosen }),
    [at, ranked, x, y, stepped, chosen],
  )
  const place = pointed === null ? null : placeAt(at, pointed, stepped)
  return (
    <Figure title={title} table={<Table {...props} lines={ranked} />}>
      <p className="chart-reading" aria-hidden="true">
        {place === null ? xLabel : reading(place, at, ranked, x, y, chosen)}
      </p>
      <Plot
        label={`${title}: ${ranked.length === 1 ? 'one line' : `${ranked.length} lines`} over ${xLabel}`}
        height={height}
        data={data}
        options={options}
        onPointer={setPointed}
        overlay={(frame) => <Ends {...{ frame, ranked, chosen }} />}
      />
      <Choice {...{ ranked, chosen, choose }} />
    </Figure>
  )
}

/** Highest first, ties in the order given. */
export function byPeak(lines: readonly Line[]): Line[] {
  const peak = (line: Line) => Math.max(0, ...line.values.filter((value) => value !== null))
  return [...lines].sort((one, other) => peak(other) - peak(one))
}

/** The place whose value holds at `value`: the last one before it where values hold, else the nearest. */
export function placeAt(at: readonly number[], value: number, stepped: boolean): number | null {
  if (at.length === 0) return null
  const after = at.findIndex((other) => other > value)
  const before = after < 0 ? at.length - 1 : after - 1
  if (stepped || after < 0) return Math.max(0, before)
  if (before < 0) return after
  return value - (at[before] ?? 0) <= (at[after] ?? 0) - value ? before : after
}

interface Drawn extends Pick<LinesChartProps, 'at' | 'x' | 'y'> {
  ink: Ink
  width: number
  ranked: readonly Line[]
  stepped: boolean
  chosen: string | null
}

function drawing({ ink, width, at, ranked, x, y, stepped, chosen }: Drawn): PlotOptions {
  const most = Math.max(1, ...ranked.flatMap((line) => line.values.filter((value) => value !== null)))
  const colours = [ink.series0, ink.series1, ink.series2, ink.series3, ink.series4]
  const [first = 0, last = 1] = [at[0], at[at.length - 1]]
  const paths = stepped ? uPlot.paths.stepped?.({ align: 1 }) : uPlot.paths.linear?.()
  return {
    padding: [10, width < ROOMY ? 12 : labelRoom(ranked), 0, 0],
    scales: { x: { time: false, range: [first, last > first ? last : first + 1] }, y: { range: [0, most * 1.06] } },
    axes: [alongAxis(ink, x), valueAxis(ink, y, axisWidth(y, most))],
    series: [
      {},
      ...ranked.map((line, rank) => ({
        stroke: isBright(line, rank, chosen) ? (colours[rank % COLOURS] ?? ink.muted) : ink.muted,
        width: line.id === chosen ? 2.75 : isBright(line, rank, chosen) ? 1.75 : 1,
        dash: rank < COLOURS ? DASHES[rank] : [],
        points: { show: false },
        ...(paths ? { paths } : {}),
      })),
    ],
    cursor: { points: { show: false } },
  }
}

function isBright(line: Line, rank: number, chosen: string | null): boolean {
  return chosen === null ? rank < COLOURS : line.id === chosen
}

function labelRoom(ranked: readonly Line[]): number {
  const widest = Math.max(0, ...ranked.slice(0, COLOURS).map((line) => textWidth(line.name)))
  return Math.min(WIDEST_LABELS, Math.max(NARROWEST_LABELS, widest + 24))
}

interface EndsProps {
  frame: Frame
  ranked: readonly Line[]
  chosen: string | null
}

/** The names of the bright lines where they end; on a narrow screen the buttons below name them. */
function Ends({ frame, ranked, chosen }: EndsProps) {
  const right = frame.left + frame.width
  const named = ranked
    .map((line, rank) => ({ line, rank, value: lastOf(line) }))
    .filter(({ line, rank, value }) => value !== null && isBright(line, rank, chosen))
  const heights = stacked(
    named.map(({ value }) => frame.y(value ?? 0)),
    LABEL_HEIGHT,
    frame.top + 2,
    frame.top + frame.height - 4,
  )
  return named.map(({ line, rank }, place) => (
    <span
      key={line.id}
      className="line-end"
      data-colour={rank % COLOURS}
      data-chosen={line.id === chosen}
      style={{ left: right + 6, top: (heights[place] ?? 0) - LABEL_HEIGHT / 2 }}
    >
      {line.name}
    </span>
  ))
}

function lastOf(line: Line): number | null {
  return line.values.findLast((value) => value !== null) ?? null
}

interface ChoiceProps {
  ranked: readonly Line[]
  chosen: string | null
  choose: (id: string | null) => void
}

/** One button for each line: which it is, and to see it alone. */
function Choice({ ranked, chosen, choose }: ChoiceProps) {
  if (ranked.length < 2) return null
  return (
    <ul className="chart-lines" aria-label="Lines, the highest first">
      {ranked.map((line, rank) => (
        <li key={line.id}>
          <button
            type="button"
            aria-pressed={line.id === chosen}
            onClick={() => choose(line.id === chosen ? null : line.id)}
          >
            <svg
              className="line-swatch"
              data-colour={rank < COLOURS ? rank : 'muted'}
              viewBox="0 0 22 6"
              aria-hidden="true"
            >
              <path d="M0 3h22" strokeDasharray={(DASHES[rank] ?? []).join(' ') || undefined} />
            </svg>
            {line.name}
          </button>
        </li>
      ))}
    </ul>
  )
}

function reading(
  place: number,
  at: readonly number[],
  ranked: readonly Line[],
  x: Scale,
  y: Scale,
  chosen: string | null,
): string {
  const told = ranked
    .filter((line, rank) => isBright(line, rank, chosen))
    .map((line) => {
      const value = line.values[place] ?? null
      return `${line.name} ${value === null ? '–' : y.format(value)}`
    })
  return `${x.format(at[place] ?? 0)}: ${told.join(' · ')}`
}

/** Every line at up to 25 places, evenly apart. */
function Table({ at, lines, x, y, xLabel }: LinesChartProps) {
  const step = Math.max(1, Math.ceil(at.length / MOST_ROWS))
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{xLabel}</th>
          {lines.map((line) => (
            <th key={line.id} scope="col">
              {line.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {at.map((value, place) =>
          place % step ? null : (
            <tr key={value}>
              <th scope="row">{x.format(value)}</th>
              {lines.map((line) => {
                const count = line.values[place] ?? null
                return <td key={line.id}>{count === null ? 'missing' : y.format(count)}</td>
              })}
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}
