import { Suspense, useMemo } from 'react'
import { Histogram } from '../../../charts/lazy'
import { timeScale } from '../../../charts/scales'
import { formatNumber } from '../../../model/figures'
import type { Calendar } from '../../../model/types'
import { ChartPlace } from './ChartPlace'
import type { SimulationResult } from './types'

/** How the lead times of all simulated items lie, with the percentiles and the map's own figure among them. */
export function LeadTimes({ result, calendar }: { result: SimulationResult; calendar: Calendar }) {
  const { edges_s: edges, counts } = result.histogram
  const scale = useMemo(() => timeScale(calendar), [calendar])
  const marks = useMemo(() => marksOf(result), [result])
  return (
    <section>
      <h3>How the lead times lie</h3>
      <Suspense fallback={<ChartPlace />}>
        <Histogram
          title={`Lead time of ${formatNumber(counts.reduce((sum, count) => sum + count, 0))} items`}
          edges={edges}
          counts={counts}
          scale={scale}
          unit="items"
          marks={marks}
        />
      </Suspense>
    </section>
  )
}

/** The percentiles, and what the map says: with rework where that is known, else of one pass. */
export function marksOf(result: SimulationResult) {
  const { p50, p85, p95 } = result.lead_time_s
  const stated = result.static_expected_lead_time_s ?? result.static_lead_time_s
  return [
    { at: p50.value, label: 'p50', kind: 'percentile' as const },
    { at: p85.value, label: 'p85', kind: 'percentile' as const },
    { at: p95.value, label: 'p95', kind: 'percentile' as const },
    ...(stated === null ? [] : [{ at: stated, label: 'The map says', kind: 'reference' as const }]),
  ]
}
