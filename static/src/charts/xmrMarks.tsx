/** Dated events on an XmR chart: what was done, decided or tried, as upright lines between readings. */

import type uPlot from 'uplot'
import { textWidth } from './axes'
import type { Ink } from './ink'
import { inRows } from './labels'
import type { Frame } from './Plot'
import { type ChartPoint, dayOf } from './xmr'

/** Something that happened, for the chart: `at` is a moment in ISO 8601. */
export interface DatedMark {
  at: string
  label: string
}

export interface PlacedMark extends DatedMark {
  /** Counted from 1 in order of time, as in the list below the chart. */
  number: number
  /** Where its line stands: half way before the first reading that came after it. */
  place: number
}

export interface MarkLabel {
  mark: PlacedMark
  text: string
  row: number
  left: number
  width: number
}

export const MARK_ROW = 18
const MOST_ROWS = 3
const WIDEST = 170
const PADDING = 10

/** The marks in order of time, each between the readings that it happened between. */
export function placedMarks(marks: readonly DatedMark[], readings: readonly ChartPoint[]): PlacedMark[] {
  const moments = readings.map((point) => Date.parse(point.at))
  return [...marks]
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .map((mark, order) => {
      const next = moments.findIndex((moment) => moment >= Date.parse(mark.at))
      return { ...mark, number: order + 1, place: (next < 0 ? readings.length : next) - 0.5 }
    })
}

/** A label for each mark, none on another: words where three rows hold them, else numbers alone. */
export function markLabels(marks: readonly PlacedMark[], at: (place: number) => number, from: number, to: number) {
  const words = laidOut(marks, (mark) => `${mark.number} ${mark.label}`, at, from, to)
  return rowsOf(words) <= MOST_ROWS ? words : laidOut(marks, (mark) => String(mark.number), at, from, to)
}

/** How many rows the labels take. */
export function rowsOf(labels: readonly MarkLabel[]): number {
  return labels.reduce((most, label) => Math.max(most, label.row + 1), 0)
}

function laidOut(
  marks: readonly PlacedMark[],
  say: (mark: PlacedMark) => string,
  at: (place: number) => number,
  from: number,
  to: number,
): MarkLabel[] {
  const sized = marks.map((mark) => {
    const text = say(mark)
    return { mark, text, width: Math.min(WIDEST, textWidth(text) + PADDING) }
  })
  // A label begins at its line and reads to the right, as the name of a stretch of readings does.
  const placed = inRows(
    sized.map(({ mark, width }) => ({ at: at(mark.place) + width / 2, width })),
    from,
    to,
  )
  return sized.map((label, order) => ({ ...label, row: placed[order]?.row ?? 0, left: placed[order]?.left ?? 0 }))
}

/** The upright lines of the marks, from their labels down. */
export function drawMarks(plot: uPlot, marks: readonly PlacedMark[], ink: Ink): void {
  const { ctx, bbox } = plot
  const ratio = window.devicePixelRatio
  ctx.save()
  ctx.strokeStyle = ink.text
  ctx.lineWidth = 1.25 * ratio
  ctx.setLineDash([2 * ratio, 3 * ratio])
  for (const mark of marks) {
    const left = plot.valToPos(mark.place, 'x', true)
    ctx.beginPath()
    ctx.moveTo(left, bbox.top)
    ctx.lineTo(left, bbox.top + bbox.height)
    ctx.stroke()
  }
  ctx.restore()
}

/** The marks' names above the drawing. */
export function MarkNames({ frame, marks }: { frame: Frame; marks: readonly PlacedMark[] }) {
  const labels = markLabels(marks, frame.x, frame.left, frame.left + frame.width)
  return labels.map(({ mark, text, row, left, width }) => (
    <span
      key={mark.number}
      className="dated-mark"
      title={mark.label}
      style={{ left, maxWidth: width, top: frame.top - (row + 1) * MARK_ROW }}
    >
      {text}
    </span>
  ))
}

/** The same as a list with days, for everybody who would rather read. */
export function MarkList({ marks, timeZone }: { marks: readonly PlacedMark[]; timeZone?: string }) {
  if (marks.length === 0) return null
  return (
    <ol className="dated-marks" aria-label="What happened">
      {marks.map((mark) => (
        <li key={mark.number}>
          <span className="dated-number" aria-hidden="true">
            {mark.number}
          </span>
          <span>
            <time dateTime={mark.at}>{dayOf(mark.at, timeZone)}</time> {mark.label}
          </span>
        </li>
      ))}
    </ol>
  )
}
