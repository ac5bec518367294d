/** A small XmR chart for the tests of the component: a gap, a signal of each chart, an intervention, a target. */

import type { Limits, XmrJson } from './xmr'

export function limits(mean: number, move: number): Limits {
  return {
    mean,
    lower: mean - 2.66 * move,
    upper: mean + 2.66 * move,
    lower_natural: mean - 2.66 * move,
    upper_natural: mean + 2.66 * move,
    mean_moving_range: move,
    upper_range: 3.268 * move,
  }
}

const VALUES: readonly [number | null, number | null, number][] = [
  [10, null, 0],
  [null, null, 0],
  [11, null, 0],
  [30, 19, 0],
  [12, 18, 0],
  [6, null, 1],
  [7, 1, 1],
]

export const CHANGED: XmrJson = {
  measure: 'count',
  readings: VALUES.map(([value, moving_range, segment], place) => ({
    at: `2026-03-0${place + 2}T12:00:00+00:00`,
    value,
    moving_range,
    segment,
  })),
  segments: [
    { name: null, starts_at: null, first: 0, end: 5, known: 4, limits: limits(14, 4), provisional: true, sentence: '' },
    {
      name: 'WIP limit',
      starts_at: '2026-03-07T12:00:00+00:00',
      first: 5,
      end: 7,
      known: 2,
      limits: limits(6.5, 1),
      provisional: true,
      sentence: '',
    },
  ],
  signals: [
    {
      rule: 'outside',
      chart: 'readings',
      side: 'above',
      segment: 0,
      readings: [3],
      sentence: '30 is above the limit.',
    },
    { rule: 'near_limit', chart: 'readings', side: 'above', segment: 0, readings: [3, 4], sentence: 'Near the limit.' },
    { rule: 'outside', chart: 'moving_ranges', side: 'above', segment: 0, readings: [3], sentence: 'A jump of 19.' },
  ],
  changes: [{ segment: 1, evidence: true, direction: 'down', sentence: 'Readings went down since “WIP limit”.' }],
  target: { value: 5, better: 'lower', verdict: 'luck', direction: null, sentence: '5 will be hit by luck.' },
  sentence: 'Readings are steady at their new level since “WIP limit”: there is no signal of a further change.',
  notes: ['1 reading is left out.'],
}

export const EMPTY: XmrJson = {
  measure: 'count',
  readings: [],
  segments: [
    {
      name: null,
      starts_at: null,
      first: 0,
      end: 0,
      known: 0,
      limits: null,
      provisional: false,
      sentence: 'No reading.',
    },
  ],
  signals: [],
  changes: [],
  target: null,
  sentence: 'There is no reading yet.',
  notes: [],
}
