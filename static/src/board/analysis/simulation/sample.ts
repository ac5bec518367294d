/** For tests: a run of a two-step stream as the server tells it. */

import type { Run, SimulationResult } from './types'

const DAY_S = 8 * 3600

export const RESULT: SimulationResult = {
  items: 10_000,
  seed: 1,
  warm_up_items: 250,
  warm_up_sentence: 'The first 250 items found an emptier stream and are left out (MSER-5).',
  steady: true,
  sentence: null,
  lead_time_s: {
    mean: { value: 12 * DAY_S, low: 11.5 * DAY_S, high: 12.5 * DAY_S },
    p50: { value: 10 * DAY_S, low: 9.8 * DAY_S, high: 10.2 * DAY_S },
    p85: { value: 19 * DAY_S, low: 18 * DAY_S, high: 20 * DAY_S },
    p95: { value: 28 * DAY_S, low: null, high: null },
  },
  histogram: { edges_s: [0, 10 * DAY_S, 20 * DAY_S, 40 * DAY_S], counts: [5000, 4000, 1000] },
  throughput_per_day: { value: 0.8, low: 0.79, high: 0.81 },
  wip: { value: 9.6, low: 9.1, high: 10.1 },
  steps: {
    build: { utilisation: 0.52, wait_s_mean: 4 * DAY_S, stated_wait_s: null, queue_mean: 0.4, queue_max: 7, visits: 1 },
    review: {
      utilisation: 0.93,
      wait_s_mean: 6 * DAY_S,
      stated_wait_s: 3 * DAY_S,
      queue_mean: 5.25,
      queue_max: 31,
      visits: 1.25,
    },
  },
  queue_over_time: {
    at_s: [0, 10 * DAY_S, 20 * DAY_S],
    steps: { build: [0, 1, 0], review: [0, 4, 9] },
  },
  static_lead_time_s: 8 * DAY_S,
  static_expected_lead_time_s: 9 * DAY_S,
  difference_sentence: 'The simulated mean is 3 d longer than the expected lead time: items queue before “Review”.',
  distributions: [
    {
      element: 'review',
      field: 'process_time',
      distribution: 'exponential',
      sentence: 'is exponential, 1 d on average',
    },
  ],
  notes: ['Uptime slows the work down instead of interrupting it.'],
}

export function runOf(part: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    map: 'map',
    seq: 0,
    items: 10_000,
    seed: 1,
    distribution: 'auto',
    arrivals: 'exponential',
    state: 'queued',
    progress: 0,
    stage: '',
    error: '',
    author: { id: 'ana', name: 'Ana' },
    may_cancel: true,
    created_at: '2026-01-01T10:00:00Z',
    finished_at: null,
    ...part,
  }
}
