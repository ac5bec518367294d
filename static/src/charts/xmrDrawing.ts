/** The two pictures of an XmR chart as uPlot draws them: limits beneath, readings above. */

import type uPlot from 'uplot'
import { axisWidth, valueAxis } from './axes'
import type { Ink } from './ink'
import type { PlotOptions } from './Plot'
import type { Scale } from './scales'
import { rangeOf, rangeOfMoves, type Segment, type XmrJson } from './xmr'
import { drawMarks, MARK_ROW, markLabels, type PlacedMark, rowsOf } from './xmrMarks'

/** From here on limits are named beside the drawing, not in it. */
export const ROOMY = 600
const LABEL_ROOM = 116
const NAME_ROOM = 24

interface Drawn {
  ink: Ink
  width: number
  chart: XmrJson
  scale: Scale
  date: (place: number) => string
  marks: readonly PlacedMark[]
}

/** Readings with mean, limits, interventions, dated events and target. */
export function readingsDrawing({ ink, width, chart, scale, date, marks }: Drawn): PlotOptions {
  const right = width < ROOMY ? 12 : LABEL_ROOM
  const above = marksRoom(marks, chart, leftOf(chart, scale), width - right)
  return {
    padding: [(isNamed(chart) ? NAME_ROOM : 10) + above, right, 4, 0],
    scales: { x: { time: false, range: along(chart) }, y: { range: rangeOf(chart) } },
    axes: [{ ...dateAxis(ink, date), size: 4, values: () => [] }, valueAxis(ink, scale, leftOf(chart, scale))],
    series: [{}, { ...points(ink), stroke: ink.line, width: 1.5 }],
    cursor: { points: { show: false } },
    hooks: {
      drawAxes: [
        (plot) => {
          for (const segment of chart.segments) drawLimits(plot, segment, ink)
          for (const segment of chart.segments) drawStart(plot, segment, ink)
          drawMarks(plot, marks, ink)
          if (chart.target) stroke(plot, chart.target.value, along(chart), ink.target, { dash: [2, 3], width: 1.75 })
        },
      ],
    },
  }
}

/** Moving ranges with their mean and limit, under the readings that they lead to. */
export function rangesDrawing({ ink, width, chart, scale, date, marks }: Drawn): PlotOptions {
  return {
    padding: [10, width < ROOMY ? 12 : LABEL_ROOM, 0, 0],
    scales: { x: { time: false, range: along(chart) }, y: { range: [0, rangeOfMoves(chart)] } },
    axes: [dateAxis(ink, date), { ...valueAxis(ink, scale, leftOf(chart, scale)), space: 28 }],
    series: [{}, { ...points(ink), stroke: ink.muted, width: 1.25 }],
    cursor: { points: { show: false } },
    hooks: {
      drawAxes: [
        (plot) => {
          drawMarks(plot, marks, ink)
          for (const segment of chart.segments) {
            drawStart(plot, segment, ink)
            if (!segment.limits) continue
            stroke(plot, segment.limits.mean_moving_range, reach(segment), ink.mean, {})
            stroke(plot, segment.limits.upper_range, reach(segment), ink.limit, limitStyle(segment))
          }
        },
      ],
    },
  }
}

function isNamed(chart: XmrJson): boolean {
  return chart.segments.some((segment) => segment.name)
}

/** The height that the labels of the marks take above a drawing between `left` and `right`. */
function marksRoom(marks: readonly PlacedMark[], chart: XmrJson, left: number, right: number): number {
  const [from, to] = along(chart)
  const at = (place: number) => left + ((place - from) / (to - from)) * (right - left)
  return rowsOf(markLabels(marks, at, left, right)) * MARK_ROW
}

function points(ink: Ink): uPlot.Series {
  return { points: { show: true, size: 5, space: 0, fill: ink.paper, width: 1.5 } }
}

/** Dates at whole places; a place between two readings has none. */
function dateAxis(ink: Ink, date: (place: number) => string): uPlot.Axis {
  return {
    side: 2,
    size: 28,
    space: 72,
    gap: 6,
    stroke: ink.text,
    font: ink.font,
    incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
    values: (_, splits) => splits.map((split) => (Number.isInteger(split) ? date(split) : '')),
    grid: { show: false },
    ticks: { show: false },
    border: { show: false },
  }
}

function leftOf(chart: XmrJson, scale: Scale): number {
  const [from, to] = rangeOf(chart)
  return axisWidth(scale, from, to, (from + to) / 2)
}

/** Half a place of air at both ends, so that no reading stands on the edge. */
function along(chart: XmrJson): [number, number] {
  return [-0.6, Math.max(chart.readings.length, 1) - 0.4]
}

/** A segment reaches half way to its neighbours. */
function reach(segment: Segment): [number, number] {
  return [segment.first - 0.5, segment.end - 0.5]
}

function limitStyle(segment: Segment): { dash: number[] } {
  return { dash: segment.provisional ? [3, 4] : [7, 4] }
}

function drawLimits(plot: uPlot, segment: Segment, ink: Ink): void {
  if (!segment.limits) return
  const { mean, lower, upper } = segment.limits
  const [from, to] = reach(segment)
  const [left, right] = [plot.valToPos(from, 'x', true), plot.valToPos(to, 'x', true)]
  const [top, bottom] = [plot.valToPos(upper, 'y', true), plot.valToPos(lower, 'y', true)]
  plot.ctx.save()
  plot.ctx.fillStyle = ink.band
  plot.ctx.fillRect(left, top, right - left, bottom - top)
  plot.ctx.restore()
  stroke(plot, mean, reach(segment), ink.mean, { width: 1.25 })
  stroke(plot, upper, reach(segment), ink.limit, limitStyle(segment))
  stroke(plot, lower, reach(segment), ink.limit, limitStyle(segment))
}

/** The upright line where a segment begins that is not the first. */
function drawStart(plot: uPlot, segment: Segment, ink: Ink): void {
  if (segment.first === 0) return
  const { ctx, bbox } = plot
  const left = plot.valToPos(segment.first - 0.5, 'x', true)
  ctx.save()
  ctx.strokeStyle = ink.faint
  ctx.lineWidth = window.devicePixelRatio
  ctx.beginPath()
  ctx.moveTo(left, bbox.top)
  ctx.lineTo(left, bbox.top + bbox.height)
  ctx.stroke()
  ctx.restore()
}

interface Style {
  dash?: number[]
  width?: number
}

function stroke(
  plot: uPlot,
  value: number,
  [from, to]: [number, number],
  colour: string,
  { dash, width }: Style,
): void {
  const { ctx } = plot
  const ratio = window.devicePixelRatio
  const y = plot.valToPos(value, 'y', true)
  ctx.save()
  ctx.strokeStyle = colour
  ctx.lineWidth = (width ?? 1) * ratio
  ctx.setLineDash((dash ?? []).map((length) => length * ratio))
  ctx.beginPath()
  ctx.moveTo(plot.valToPos(from, 'x', true), y)
  ctx.lineTo(plot.valToPos(to, 'x', true), y)
  ctx.stroke()
  ctx.restore()
}
