/** Today's figures beside those of a what-if: how much differs, which way, and whether that is better. */

import { formatDuration } from '../../model/durations'
import { formatShare } from '../../model/figures'
import type { Calendar, Elements, Metrics } from '../../model/types'
import { glance, perDay } from '../headline/glance'

export type Tone = 'better' | 'worse' | 'same' | 'other'

export interface Compared {
  /** Today's figure. */
  today: string
  /** “6.5 d”, “it moves”; empty where nothing differs, or one of the two is not known. */
  words: string
  way: 'less' | 'more' | null
  tone: Tone
}

export interface ComparedFigure extends Compared {
  label: string
  /** The figure of the what-if. */
  now: string
}

interface Spec {
  label: string
  of: (metrics: Metrics) => number | null
  show: (value: number, calendar: Calendar) => string
  /** How a difference is said, without its direction. */
  showDifference: (difference: number, calendar: Calendar) => string
  better: 'less' | 'more'
}

const points = (difference: number) => `${Number((difference * 100).toPrecision(2))} points`
const time = { show: formatDuration, showDifference: formatDuration, better: 'less' } as const
const share = { show: formatShare, showDifference: points, better: 'more' } as const

const SPECS = {
  lead_time: { label: 'Lead time', of: (metrics) => metrics.lead_time_s, ...time },
  expected_lead_time: { label: 'Expected, with rework', of: (metrics) => metrics.expected_lead_time_s, ...time },
  wait_time: { label: 'Waiting', of: (metrics) => metrics.wait_time_s, ...time },
  process_time: { label: 'Process time', of: (metrics) => metrics.process_time_s, ...time },
  flow_efficiency: { label: 'Flow efficiency', of: (metrics) => metrics.flow_efficiency, ...share },
  rolled: { label: 'Rolled %C/A', of: (metrics) => metrics.rolled_complete_accurate, ...share },
  throughput: {
    label: 'Throughput',
    of: (metrics) => metrics.throughput_per_day,
    show: (value) => `${perDay(value)} a day`,
    showDifference: (difference) => `${perDay(difference)} a day`,
    better: 'more',
  },
  wip: { label: 'Flow load (WIP)', of: (metrics) => metrics.wip, show: glance, showDifference: glance, better: 'less' },
} satisfies Record<string, Spec>

export type ComparableFigure = keyof typeof SPECS

export function isComparable(figure: string): figure is ComparableFigure {
  return Object.hasOwn(SPECS, figure)
}

const UNKNOWN = 'not known'

/** One figure of today beside that of the what-if. */
export function compare(figure: ComparableFigure, now: Metrics, today: Metrics, calendar: Calendar): Compared {
  const spec: Spec = SPECS[figure]
  const [before, after] = [spec.of(today), spec.of(now)]
  const shown = before === null ? UNKNOWN : spec.show(before, calendar)
  if (before === null || after === null) {
    return { today: shown, words: '', way: null, tone: before === after ? 'same' : 'other' }
  }
  const difference = after - before
  if (Math.abs(difference) <= 1e-6 * Math.max(Math.abs(before), Math.abs(after), 1e-9)) {
    return { today: shown, words: '', way: null, tone: 'same' }
  }
  const way = difference < 0 ? 'less' : 'more'
  return {
    today: shown,
    words: spec.showDifference(Math.abs(difference), calendar),
    way,
    tone: way === spec.better ? 'better' : 'worse',
  }
}

/** Whether the constraint is another step, or less busy. */
export function compareConstraint(now: Metrics, today: Metrics, elements: Elements): Compared | null {
  const before = today.constraint
  if (!before) return null
  const element = elements.get(before.step)
  const name = element?.kind === 'step' ? element.name : 'a step that is removed'
  const moves = now.constraint?.step !== before.step
  return { today: name, words: moves ? 'it moves' : '', way: null, tone: moves ? 'other' : 'same' }
}

/** All that can be said, figure by figure; those that are known on neither side are left out. */
export function comparison(now: Metrics, today: Metrics, calendar: Calendar): ComparedFigure[] {
  return (Object.keys(SPECS) as ComparableFigure[]).flatMap((figure) => {
    const spec: Spec = SPECS[figure]
    const after = spec.of(now)
    if (after === null && spec.of(today) === null) return []
    const shown = after === null ? UNKNOWN : spec.show(after, calendar)
    return [{ ...compare(figure, now, today, calendar), label: spec.label, now: shown }]
  })
}

/** “6.5 d less, better”: the words with what they mean, for those who do not see the colour. */
export function spoken({ words, way, tone }: Compared): string {
  if (tone === 'same') return 'as today'
  return way === null ? words : `${words} ${way}, ${tone}`
}

export const SIGNS = { less: '▼', more: '▲' } as const
