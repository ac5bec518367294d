/** For tests: what the server tells about a small map, in the shapes of docs/API.md. */

import type { CountedRow, Explanation, SensitivityAnswer } from '../../model/analysis'
import type { Metrics } from '../../model/types'

export const DAY_S = 8 * 3600

function row(element: string, name: string, part: string, days: number, times = 1): CountedRow {
  return {
    element,
    name,
    part,
    times,
    each: days * DAY_S,
    counted: days * times * DAY_S,
    each_unit: 's',
    counted_unit: 's',
    source: part === 'wait' ? 'guess' : 'estimate',
  }
}

export const ROWS: CountedRow[] = [
  row('development', 'Development', 'wait', 4),
  row('development', 'Development', 'process', 5),
  row('review', 'Code review', 'wait', 2, 0.5),
  row('review', 'Code review', 'process', 1, 0.5),
]

export function explained(part: Partial<Explanation> = {}): Explanation {
  return {
    figure: 'lead_time_s',
    name: 'Lead time',
    definition: 'From trigger to delivery.',
    formula: 'Σ (wait time + process time) × times passed',
    source: 'Rother and Shook, Learning to See (1999).',
    unit: 's',
    value: 10.5 * DAY_S,
    lower_bound: null,
    rows: ROWS,
    left_out: [{ element: 'queue', name: 'Before the test', sentence: 'It only counts items and adds no time.' }],
    rests_on: { guess: 0.6, estimate: 0.4 },
    needs: [],
    notes: ['Alternatives count with the share of the items that take them.'],
    ...part,
  }
}

export function sensitivity(part: Partial<SensitivityAnswer> = {}): SensitivityAnswer {
  return {
    seq: 1,
    lead_time_s: 10 * DAY_S,
    bars: [
      {
        element: 'development',
        name: 'Development',
        field: 'wait_time',
        source: 'guess',
        range: 'assumed',
        low: 2 * DAY_S,
        value: 4 * DAY_S,
        high: 8 * DAY_S,
        lead_time_low_s: 8 * DAY_S,
        lead_time_high_s: 14 * DAY_S,
        swing_s: 6 * DAY_S,
      },
      {
        element: 'way',
        name: 'From Development to Code review',
        field: 'share',
        source: 'estimate',
        range: 'stated',
        low: 0.4,
        value: 0.5,
        high: 0.7,
        lead_time_low_s: 11 * DAY_S,
        lead_time_high_s: 9 * DAY_S,
        swing_s: 2 * DAY_S,
      },
    ],
    assumed: { guess: [0.5, 2], measured: [1, 1] },
    sentence: 'Check the wait before “Development” first.',
    needs: [],
    notes: [],
    ...part,
  }
}

export function metricsAt(seq: number, part: Partial<Metrics> = {}): Metrics {
  return {
    seq,
    lead_time_s: 10.5 * DAY_S,
    expected_lead_time_s: null,
    process_time_s: null,
    wait_time_s: null,
    effort_s: null,
    flow_efficiency: null,
    value_added_time_s: null,
    process_cycle_efficiency: null,
    rolled_complete_accurate: null,
    takt_time_s: null,
    throughput_per_day: null,
    wip: null,
    wip_counted: null,
    handoffs: null,
    lower_bound_s: null,
    steps_timed: 2,
    steps_total: 2,
    counted_path: [],
    steps: {},
    queues: {},
    outside: [],
    constraint: null,
    provenance: {},
    missing: [],
    problems: [],
    findings: [],
    ...part,
  }
}
