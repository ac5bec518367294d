/** The axes of every chart: quiet lines, marks at steps that people count in. */

import type uPlot from 'uplot'
import type { Ink } from './ink'
import type { Scale } from './scales'

const TEXT_WIDTH = 6.6

/** How wide a text of the axes' size is, near enough to keep two of them apart. */
export function textWidth(text: string): number {
  return text.length * TEXT_WIDTH
}

export function valueAxis(ink: Ink, scale: Scale, size: number): uPlot.Axis {
  return {
    ...plain(ink),
    side: 3,
    size,
    space: 34,
    incrs: [...scale.increments],
    values: (_, splits) => splits.map(scale.format),
    grid: { stroke: ink.grid, width: 1 },
  }
}

export function alongAxis(ink: Ink, scale: Scale): uPlot.Axis {
  return {
    ...plain(ink),
    side: 2,
    size: 28,
    space: 64,
    incrs: [...scale.increments],
    values: (_, splits) => splits.map(scale.format),
    grid: { show: false },
  }
}

function plain(ink: Ink): uPlot.Axis {
  return {
    stroke: ink.text,
    font: ink.font,
    gap: 6,
    ticks: { show: false },
    border: { show: false },
  }
}

/** The room that a scale's texts need at the left of the drawing. */
export function axisWidth(scale: Scale, ...values: number[]): number {
  return Math.ceil(Math.max(...values.map((value) => textWidth(scale.format(value))))) + 16
}
