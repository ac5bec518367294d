/** The figures of a simulation as the screen says them. */

import { formatDuration } from '../../../model/durations'
import { formatNumber } from '../../../model/figures'
import type { Calendar } from '../../../model/types'
import { perDay } from '../../headline/glance'
import type { Interval } from './types'

type Format = (value: number) => string

/** “31 d (30.2 d – 31.9 d)”: the value, and where it lies with 95 % confidence. */
export function withInterval(interval: Interval, format: Format): string {
  const range = rangeOf(interval, format)
  return range === null ? format(interval.value) : `${format(interval.value)} (${range})`
}

/** “30.2 d – 31.9 d”; null where the run was too short for an interval. */
export function rangeOf({ low, high }: Interval, format: Format): string | null {
  return low === null || high === null ? null : `${format(low)} – ${format(high)}`
}

export function timeFormat(calendar: Calendar): Format {
  return (seconds) => (seconds === 0 ? '0' : formatDuration(Math.max(0, seconds), calendar))
}

export function rateFormat(rate: number): string {
  return perDay(rate)
}

/** Means of counts: a hundredth is still something, and a hundred has no tenths. */
export function countFormat(count: number): string {
  if (count > 0 && count < 0.05) return '< 0.1'
  return formatNumber(count >= 99.95 ? Math.round(count) : count)
}

/** “95 %”: how busy a step was. */
export function busyFormat(utilisation: number): string {
  return `${Math.round(utilisation * 100)} %`
}
