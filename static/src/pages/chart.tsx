/** The charts of a page, drawn where the server put a table of the same numbers. */

import { StrictMode, Suspense } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { XmrChart } from '../charts/lazy'
import { countScale, numberScale, type Scale, shareScale, timeScale } from '../charts/scales'
import type { XmrJson } from '../charts/xmr'
import type { DatedMark } from '../charts/xmrMarks'
import type { Calendar } from '../model/types'

/** What the server says about one chart (experiments/domain/chart_figure.py). */
export interface ChartJson {
  title: string
  chart: XmrJson
  calendar: Calendar
  time_zone: string
  marks: DatedMark[]
  height: number
  compact: boolean
}

const roots = new Map<Element, Root>()

/** Draws every chart that is not drawn yet, and ends those that left the page. */
export function drawAll(page: Document): void {
  for (const [host, root] of roots) {
    if (host.isConnected) continue
    root.unmount()
    roots.delete(host)
  }
  for (const host of page.querySelectorAll<HTMLElement>('[data-chart="xmr"]')) {
    if (!roots.has(host)) draw(page, host)
  }
}

function draw(page: Document, host: HTMLElement): void {
  const told = page.getElementById(host.dataset.chartData ?? '')?.textContent
  if (!told) return
  const { title, chart, calendar, time_zone, marks, height, compact } = JSON.parse(told) as ChartJson
  const root = createRoot(host)
  roots.set(host, root)
  root.render(
    <StrictMode>
      <Suspense fallback={<p className="chart-reading">Drawing …</p>}>
        <XmrChart
          title={title}
          chart={chart}
          scale={scaleOf(chart, calendar)}
          timeZone={time_zone}
          marks={marks}
          height={height}
          compact={compact}
        />
      </Suspense>
    </StrictMode>,
  )
}

function scaleOf(chart: XmrJson, calendar: Calendar): Scale {
  switch (chart.measure) {
    case 'time_s':
      return timeScale(calendar)
    case 'count':
      return countScale()
    case 'share':
      return shareScale()
    case 'number':
      return numberScale()
  }
}
