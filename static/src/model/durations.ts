/**
 * Durations as people type and read them, in seconds of working time; the same as metrics/durations.py, which has the
 * grammar. Both are held to tests/vectors/durations.json.
 *
 *     text     = duration | range | "0"
 *     range    = (duration | number) dash duration      a bare number takes the unit of a one-part duration: 3-8d is 3d-8d
 *     duration = part part…                             parts add up: 1d 4h
 *     part     = number unit                            units s, m or min, h, d, w; decimals with "." or ","
 *     dash     = "-" | "–"
 */

import { periodSeconds } from './calendar'
import { exactly, type Reading, ranged, refused } from './reading'
import type { Calendar } from './types'

const HOUR_S = 3600
const MINUTE_S = 60
const MINUTES_FROM_S = 120
const LONGEST_TEXT = 100
/** A whole number of days can come out a hair below it when the working day is not a whole number of seconds. */
const DAY_TOLERANCE = 1e-11
const MICROSECONDS = 1_000_000

const NUMBER = '(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)'
const PART = String.raw`\s*(${NUMBER})\s*(min|s|m|h|d|w)(?![a-z])\s*`
const BARE_NUMBER = new RegExp(`^${NUMBER}$`)
const THOUSANDS_OR_DECIMALS = /(?<![0-9.,])[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/
const DASH = /[-–]/

/** Seconds of a text such as `1d 4h` or `1h-4h`, or a sentence that says how to write it. */
export function parseDuration(text: string, calendar: Calendar): Reading {
  const typed = text.trim()
  if (typed === '') return refused('empty', 'Write a time, for example 30m, 4h or 3d.')
  if (typed.length > LONGEST_TEXT) return unreadable(`${typed.slice(0, 20)}…`)
  const ambiguous = THOUSANDS_OR_DECIMALS.exec(typed)?.[0]
  if (ambiguous !== undefined) {
    const [whole, point] = [ambiguous.replace(',', ''), ambiguous.replace(',', '.')]
    return refused('ambiguous_number', `“${ambiguous}” could be ${whole} or ${point}: write one of them.`)
  }
  const [low = '', high, ...more] = typed
    .toLowerCase()
    .split(DASH)
    .map((end) => end.trim())
  if (more.length > 0) return unreadable(typed)
  if (high !== undefined) return parseRange(low, high, typed, calendar)
  if (BARE_NUMBER.test(low) && numberOf(low) === 0) return exactly(0)
  return parseParts(low, typed, calendar)
}

function parseRange(low: string, high: string, typed: string, calendar: Calendar): Reading {
  const units = Array.from(high.matchAll(new RegExp(PART, 'g')), (match) => match[2] ?? '')
  const from = BARE_NUMBER.test(low) && units.length === 1 ? low + units[0] : low
  const start = parseParts(from, typed, calendar)
  const end = parseParts(high, typed, calendar)
  if (!start.ok) return start
  if (!end.ok) return end
  if (start.value > end.value) {
    return refused('reversed_range', `“${typed}” runs from long to short: write the shorter time first.`)
  }
  return ranged(start.value, end.value)
}

/** The sum of the parts of `text`; sentences quote `typed`, the whole input. */
function parseParts(text: string, typed: string, calendar: Calendar): Reading {
  const part = new RegExp(PART, 'y')
  let seconds = 0
  let position = 0
  for (let match = part.exec(text); match; match = part.exec(text)) {
    seconds += numberOf(match[1] ?? '') * unitSeconds(match[2] ?? '', calendar)
    position = part.lastIndex
  }
  if (position < text.length || text === '') {
    const number = text.slice(position)
    if (!BARE_NUMBER.test(number)) return unreadable(typed)
    return refused('needs_unit', `“${number}” needs a unit: write ${number}h or ${number}d.`)
  }
  return Number.isFinite(seconds) ? exactly(seconds) : refused('too_large', `“${typed}” is too long a time.`)
}

function unreadable(typed: string): Reading {
  return refused('unreadable', `“${typed}” is not a time: write for example 30m, 4h, 3d, 1d 4h or 1h-4h.`)
}

function numberOf(text: string): number {
  return Number(text.replace(',', '.'))
}

function unitSeconds(unit: string, calendar: Calendar): number {
  switch (unit) {
    case 'd':
      return periodSeconds('day', calendar)
    case 'w':
      return periodSeconds('week', calendar)
    case 'h':
      return HOUR_S
    case 's':
      return 1
    default:
      return MINUTE_S
  }
}

/** One unit and at most one decimal: "3 d", "27.8 d", "4 h", "10.3 min", "90 s". */
export function formatDuration(seconds: number, calendar: Calendar): string {
  if (seconds > 0 && seconds < 0.05) return '< 0.1 s'
  const first = rounded(seconds, calendar)
  // 59.97 minutes round to 60, which reads better as 1 hour.
  const { number, unit } = rounded(first.number * first.seconds, calendar)
  return `${number.toFixed(1).replace(/\.0$/, '')} ${unit}`
}

/** The number to show, its unit and the unit in seconds; halves round up, from 100 on without decimals. */
function rounded(seconds: number, calendar: Calendar): { number: number; unit: string; seconds: number } {
  const { unit, size } = unitFor(seconds, periodSeconds('day', calendar))
  const number = seconds / size
  const shown = number >= 99.95 ? Math.floor(number + 0.5) : Math.floor(number * 10 + 0.5) / 10
  return { number: shown, unit, seconds: size }
}

function unitFor(seconds: number, day: number): { unit: string; size: number } {
  if (seconds >= day) return { unit: 'd', size: day }
  if (seconds >= HOUR_S) return { unit: 'h', size: HOUR_S }
  return seconds >= MINUTES_FROM_S ? { unit: 'min', size: MINUTE_S } : { unit: 's', size: 1 }
}

/** The duration to the microsecond as it could be typed: `parseDuration` reads the same time back ("1d 4h"). */
export function formatDurationExact(seconds: number, calendar: Calendar): string {
  const day = periodSeconds('day', calendar)
  const days = Math.floor(seconds / day + DAY_TOLERANCE)
  const micros = Math.floor(Math.max(0, seconds - days * day) * MICROSECONDS + 0.5)
  const hours = Math.floor(micros / (HOUR_S * MICROSECONDS))
  const minutes = Math.floor((micros / (MINUTE_S * MICROSECONDS)) % 60)
  const rest = micros % (MINUTE_S * MICROSECONDS)
  const units: [number, string][] = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'm'],
  ]
  const parts = units.filter(([number]) => number > 0).map(([number, unit]) => `${number}${unit}`)
  if (rest > 0 || parts.length === 0) parts.push(`${secondsText(rest)}s`)
  return parts.join(' ')
}

function secondsText(micros: number): string {
  const fraction = String(micros % MICROSECONDS).padStart(6, '0')
  return `${Math.floor(micros / MICROSECONDS)}.${fraction}`.replace(/\.?0+$/, '') || '0'
}
