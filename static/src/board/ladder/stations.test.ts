import { describe, expect, it } from 'vitest'
import type { Elements, MapElement, Metrics } from '../../model/types'
import { besidePath, stationsOf } from './stations'

const step = (name: string, x: number): MapElement => ({ kind: 'step', name, x, y: 0 })
const push = (source: string, target: string): MapElement => ({ kind: 'flow', flow: 'push', source, target })

const elements: Elements = new Map([
  ['a', step('Offer signed', 0)],
  ['b', step('Equipment', 240)],
  ['c', step('Desk and badge', 240)],
  ['ab', push('a', 'b')],
  ['ac', push('a', 'c')],
  ['q', { kind: 'queue', x: 120, y: 0, counts_only: true, about: 'b' } as MapElement],
])

const times = (wait_time_s: number | null, process_time_s: number | null) => ({ wait_time_s, process_time_s })

function figures(part: Partial<Metrics>): Metrics {
  const steps = { a: times(0, 10), b: times(50, 5), c: times(null, 7) }
  return { steps, queues: {}, outside: [], counted_path: [], lead_time_s: null, ...part } as unknown as Metrics
}

describe('what the ladder draws', () => {
  const known = figures({
    lead_time_s: 65,
    counted_path: [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 1 },
    ],
  })

  it('is the counted path, with the times of the server', () => {
    expect(stationsOf(elements, known).map(({ id, wait_s, work_s }) => [id, wait_s, work_s])).toEqual([
      ['a', 0, 10],
      ['b', 50, 5],
    ])
    expect(besidePath(elements, known)).toEqual(['Desk and badge'])
  })

  it('is every step of the stream while the lead time is not known, without queues that only count', () => {
    const stations = stationsOf(elements, figures({}))
    expect(stations.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(stations[2]?.wait_s).toBeNull()
    expect(besidePath(elements, figures({}))).toEqual([])
  })

  it('leaves out what is outside the stream', () => {
    expect(stationsOf(elements, figures({ outside: ['c'] })).map(({ id }) => id)).toEqual(['a', 'b'])
  })
})
