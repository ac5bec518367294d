/** Which boxes the ladder draws, with their times: the counted path, or every box of the stream while it is not known. */

import { streamOrder } from '../../model/order'
import type { ElementId, Elements, Metrics } from '../../model/types'
import { stationOf } from '../canvas/chain'
import { QUEUE_WIDTH, STEP_WIDTH } from '../canvas/sizes'
import type { Station } from './geometry'

export function stationsOf(elements: Elements, metrics: Metrics): Station[] {
  const path: { id: ElementId; weight: number }[] =
    metrics.lead_time_s !== null ? metrics.counted_path : inStream(elements, metrics)
  return path.flatMap(({ id, weight }) => {
    const box = stationOf(elements, id)
    if (!box || weight <= 0) return []
    const half = (box.kind === 'step' ? STEP_WIDTH : QUEUE_WIDTH) / 2
    const times = box.kind === 'step' ? metrics.steps[id] : metrics.queues[id]
    const work_s = metrics.steps[id]?.process_time_s ?? null
    return [
      {
        id,
        kind: box.kind,
        left: box.x - half,
        right: box.x + half,
        weight,
        wait_s: times?.wait_time_s ?? null,
        work_s,
      },
    ]
  })
}

function inStream(elements: Elements, metrics: Metrics): { id: ElementId; weight: number }[] {
  const outside = new Set(metrics.outside)
  return streamOrder(elements)
    .filter((id) => !outside.has(id) && !isEvidence(elements, id))
    .map((id) => ({ id, weight: 1 }))
}

function isEvidence(elements: Elements, id: ElementId): boolean {
  const element = elements.get(id)
  return element?.kind === 'queue' && element.counts_only === true
}

/** Steps of the stream that the ladder does not draw, because a longer parallel branch counts in their stead. */
export function besidePath(elements: Elements, metrics: Metrics): string[] {
  if (metrics.lead_time_s === null || metrics.counted_path.length === 0) return []
  const counted = new Set([...metrics.counted_path.map(({ id }) => id), ...metrics.outside])
  return streamOrder(elements).flatMap((id) => {
    const element = elements.get(id)
    return element?.kind === 'step' && !counted.has(id) ? [element.name] : []
  })
}
