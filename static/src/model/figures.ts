/** Shares and counts as people say them, and all figures as the screen says them. */

import { formatDuration, formatDurationExact, parseDuration } from './durations'
import { NUMBER_LIMIT, type Unit } from './fields'
import { exactly, type Reading, refused } from './reading'
import type { Calendar, Quantity } from './types'

const NUMBER = String.raw`(\d+(?:[.,]\d+)?|[.,]\d+)`
const SHARE = new RegExp(String.raw`^\s*${NUMBER}\s*(%?)\s*(?:[-–—]\s*${NUMBER}\s*(%?)\s*)?$`)
const COUNT = new RegExp(String.raw`^\s*${NUMBER}\s*(?:[-–—]\s*${NUMBER}\s*)?$`)

function numberOf(text: string): number {
  return Number(text.replace(',', '.'))
}

/** A share of 0..1 from "80%", "80" or "0.8"; a number above 1 is a percentage, and so is every number with a sign. */
export function parseShare(text: string): Reading {
  const match = SHARE.exec(text)
  const said = text.trim()
  if (!match) return refused('unreadable', `“${said}” is not a share: write it like 80%, 0.8 or 70-90%.`)
  const first = numberOf(match[1] ?? '')
  const second = match[3] === undefined ? null : numberOf(match[3])
  const percent = Boolean(match[2] || match[4]) || Math.max(first, second ?? 0) > 1
  const divisor = percent ? 100 : 1
  // 28.5 / 100 is 0.28500000000000003: twelve digits are what was typed.
  const low = Number((first / divisor).toPrecision(12))
  const high = second === null ? null : Number((second / divisor).toPrecision(12))
  if (Math.max(low, high ?? 0) > 1) {
    return refused('out_of_range', `“${said}” is more than the whole: a share is between 0 % and 100 %.`)
  }
  if (high === null) return exactly(low)
  if (low > high) return refused('reversed_range', `“${said}” runs backwards: write the smaller share first.`)
  return { ok: true, value: Number(((low + high) / 2).toPrecision(12)), low, high }
}

/** A count from "3" or "1-3"; `whole` counts have no fraction (of a range, only its ends are held to that). */
export function parseCount(text: string, { whole, least }: { whole: boolean; least: number }): Reading {
  const match = COUNT.exec(text)
  const said = text.trim()
  if (!match) return refused('unreadable', `“${said}” is not a number: write it like 3 or 1-3.`)
  const first = numberOf(match[1] ?? '')
  const second = match[2] === undefined ? null : numberOf(match[2])
  const values = second === null ? [first] : [first, second]
  if (whole && !values.every(Number.isInteger)) {
    return refused('not_whole', `“${said}” is not a whole number: write it like 3 or 1-3.`)
  }
  if (Math.min(...values) < least) {
    return refused('out_of_range', `“${said}” is too small: this is at least ${least}.`)
  }
  if (Math.max(...values) > NUMBER_LIMIT) {
    return refused('too_large', `“${said}” is too large a number.`)
  }
  if (second === null) return exactly(first)
  if (first > second) return refused('reversed_range', `“${said}” runs backwards: write the smaller number first.`)
  const middle = (first + second) / 2
  return { ok: true, value: whole ? Math.round(middle) : middle, low: first, high: second }
}

/** "27.9 %": at most one decimal, below one percent two significant digits ("0.08 %"). */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.95) return `${Number(percent.toPrecision(2))} %`
  return `${formatNumber(percent)} %`
}

/** At most one decimal, thousands apart: "3", "2.5", "4,600". */
export function formatNumber(value: number): string {
  const [whole = '', fraction] = String(Number(value.toFixed(1))).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction ? `${grouped}.${fraction}` : grouped
}

function formatOne(value: number, unit: Unit, calendar: Calendar): string {
  // Nothing is nothing in every unit.
  if (unit === 'time') return value === 0 ? '0' : formatDuration(value, calendar)
  return unit === 'share' || unit === 'uptime' ? formatShare(value) : formatNumber(value)
}

/** A quantity for reading: "2 h", "80 %", "3". */
export function formatQuantity(quantity: Quantity, unit: Unit, calendar: Calendar): string {
  return formatOne(quantity.value, unit, calendar)
}

/** Its range for reading: "1 h – 4 h"; null without one. */
export function formatRange(quantity: Quantity, unit: Unit, calendar: Calendar): string | null {
  if (quantity.low === undefined || quantity.high === undefined) return null
  return `${formatOne(quantity.low, unit, calendar)} – ${formatOne(quantity.high, unit, calendar)}`
}

/** A quantity's value as a text that `parseFigure` reads back exactly, for a field that is being edited. */
export function editableValue(value: number, unit: Unit, calendar: Calendar): string {
  if (unit === 'time') return formatDurationExact(value, calendar)
  if (unit === 'share' || unit === 'uptime') return `${Number((value * 100).toPrecision(12))}%`
  return String(value)
}

/** Reads what was typed into a field of this unit. */
export function parseFigure(text: string, unit: Unit, calendar: Calendar, least = 0): Reading {
  switch (unit) {
    case 'time':
      return parseDuration(text, calendar)
    case 'share':
      return parseShare(text)
    case 'uptime':
      return positive(parseShare(text), text)
    case 'count':
      return parseCount(text, { whole: false, least })
    case 'whole':
      return parseCount(text, { whole: true, least })
  }
}

function positive(reading: Reading, text: string): Reading {
  if (!reading.ok || Math.min(reading.value, reading.low ?? reading.value) > 0) return reading
  return refused('out_of_range', `“${text.trim()}” would never be up: uptime is above 0 %.`)
}
