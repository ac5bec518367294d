/** How a chart's axis counts and speaks: which steps its marks may have, and how a value reads. */

import { periodSeconds } from '../model/calendar'
import { formatDuration } from '../model/durations'
import { formatNumber, formatShare } from '../model/figures'
import type { Calendar } from '../model/types'

export interface Scale {
  format(value: number): string
  /** Distances between marks that people count in, smallest first. */
  increments: readonly number[]
}

const HOUR_S = 3600
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, HOUR_S, 2 * HOUR_S, 4 * HOUR_S, 6 * HOUR_S]
const DAYS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 1_000_000]

/** Working time in seconds: marks at whole minutes, hours or working days. */
export function timeScale(calendar: Calendar): Scale {
  const day = periodSeconds('day', calendar)
  return {
    format: (seconds) => (seconds === 0 ? '0' : formatDuration(seconds, calendar)),
    increments: [...SECONDS.filter((step) => step < day), ...DAYS.map((days) => days * day)],
  }
}

/** Whole things: no marks between one and two. */
export function countScale(): Scale {
  return { format: formatNumber, increments: decimals(0, 12) }
}

/** Shares of 0..1, read in percent. */
export function shareScale(): Scale {
  return { format: formatShare, increments: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1] }
}

/** Any other number. */
export function numberScale(): Scale {
  return { format: (value) => String(Number(value.toPrecision(4))), increments: decimals(-9, 12) }
}

function decimals(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place).flatMap((power) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
  )
}
