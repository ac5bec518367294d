import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../../tests/vectors/durations.json'
import { DEFAULT_CALENDAR, periodSeconds } from './calendar'
import { formatDuration, formatDurationExact, parseDuration } from './durations'
import type { Calendar } from './types'

interface Case {
  calendar: Calendar
  parse: { text: string; value_s?: number; low_s?: number | null; high_s?: number | null; error?: string }[]
  format: { seconds: number; text: string; exact: string }[]
}

describe.each(vectors as Case[])('durations are those of the server: $calendar', ({ calendar, parse, format }) => {
  it.each(parse)('reads “$text”', ({ text, value_s, low_s, high_s, error }) => {
    const reading = parseDuration(text, calendar)
    if (error !== undefined) expect(reading).toMatchObject({ ok: false, code: error })
    else expect(reading).toEqual({ ok: true, value: value_s, low: low_s ?? null, high: high_s ?? null })
  })

  it.each(format)('writes $seconds s', ({ seconds, text, exact }) => {
    expect(formatDuration(seconds, calendar)).toBe(text)
    expect(formatDurationExact(seconds, calendar)).toBe(exact)
  })
})

describe('formatDurationExact', () => {
  it('is read back as the same time', () => {
    const times = fc.oneof(fc.nat({ max: 10_000_000 }), fc.double({ min: 0, max: 1e6, noNaN: true }))
    fc.assert(
      fc.property(times, (seconds) => {
        const reading = parseDuration(formatDurationExact(seconds, DEFAULT_CALENDAR), DEFAULT_CALENDAR)
        expect(reading.ok && Math.abs(reading.value - seconds)).toBeLessThanOrEqual(1e-6)
      }),
      { seed: 20_260_302, numRuns: 1000 },
    )
  })
})

describe('parseDuration', () => {
  it('says in a sentence what to write', () => {
    const reading = parseDuration('3', DEFAULT_CALENDAR)
    expect(reading).toEqual({ ok: false, code: 'needs_unit', sentence: '“3” needs a unit: write 3h or 3d.' })
  })
})

describe('periodSeconds', () => {
  it.each([
    ['hour', 3600],
    ['day', 28_800],
    ['week', 144_000],
    ['month', 576_000],
    ['quarter', 1_728_000],
    ['year', 6_912_000],
  ] as const)('a %s has %i s of working time', (period, seconds) => {
    expect(periodSeconds(period, DEFAULT_CALENDAR)).toBe(seconds)
  })
})
