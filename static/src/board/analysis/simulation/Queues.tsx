import { Suspense, useMemo } from 'react'
import { LinesChart } from '../../../charts/lazy'
import { countScale, timeScale } from '../../../charts/scales'
import type { Calendar, ElementId } from '../../../model/types'
import { plainName } from '../../fields/naming'
import { useStore } from '../../useStore'
import { ChartPlace } from './ChartPlace'
import type { SimulationResult } from './types'

/** More lines than this cannot be told apart. */
const MOST_LINES = 5
const COUNTS = countScale()

/** How many items waited before which step as the simulated time went on. */
export function Queues({ result, calendar }: { result: SimulationResult; calendar: Calendar }) {
  const elements = useStore((state) => state.elements)
  const { at_s: at, steps } = result.queue_over_time
  const drawn = useMemo(() => longestQueues(result), [result])
  const lines = useMemo(
    () => drawn.map((id) => ({ id, name: plainName(elements, id), values: steps[id] ?? [] })),
    [drawn, elements, steps],
  )
  const scale = useMemo(() => timeScale(calendar), [calendar])
  if (drawn.length === 0) return null
  const others = Object.keys(steps).length - drawn.length
  return (
    <section>
      <h3>Items waiting over time</h3>
      <Suspense fallback={<ChartPlace />}>
        <LinesChart
          title="Items waiting before each step"
          at={at}
          lines={lines}
          x={scale}
          y={COUNTS}
          xLabel="working time since the start"
          stepped
        />
      </Suspense>
      {others > 0 && <p className="quiet">{othersWords(others)}</p>}
    </section>
  )
}

function othersWords(count: number): string {
  return count === 1
    ? 'Before one further step fewer waited, or none.'
    : `Before ${count} further steps fewer waited, or none.`
}

/** The steps before which most items waited, the longest first; those where nothing ever waited are left out. */
export function longestQueues({ queue_over_time: { steps } }: SimulationResult): ElementId[] {
  const total = (id: ElementId) => (steps[id] ?? []).reduce((sum, count) => sum + count, 0)
  return Object.keys(steps)
    .filter((id) => total(id) > 0)
    .toSorted((one, other) => total(other) - total(one))
    .slice(0, MOST_LINES)
}
