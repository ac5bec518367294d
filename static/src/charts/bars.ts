/** Bars between edges, however wide each is. */

import type uPlot from 'uplot'

const GAP = 1

/** Draws the bars of a histogram whose data are the left edges and the counts. */
export function barsBetween(edges: readonly number[]): uPlot.Series.PathBuilder {
  return (plot, seriesIdx) => {
    const fill = new Path2D()
    const floor = plot.valToPos(0, 'y', true)
    plot.data[seriesIdx]?.forEach((count, place) => {
      const [from, to] = [edges[place], edges[place + 1]]
      if (!count || from === undefined || to === undefined) return
      const left = plot.valToPos(from, 'x', true)
      const width = plot.valToPos(to, 'x', true) - left
      const top = plot.valToPos(count, 'y', true)
      // Many narrow bars stand side by side without the gap that would take all of them away.
      const gap = width > 4 * GAP ? GAP : 0
      fill.rect(left + gap / 2, top, width - gap, floor - top)
    })
    return { fill, flags: 0 }
  }
}

/** The bar in which a value lies; null outside. */
export function barAt(edges: readonly number[], value: number): number | null {
  const after = edges.findIndex((edge) => edge > value)
  return after <= 0 ? null : after - 1
}
