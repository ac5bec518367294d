import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barAt } from './bars'
import { inRows, stacked } from './labels'
import { countScale, shareScale, timeScale } from './scales'
import { datesOf, markedOn, namedLines, rangeOf, rangeOfMoves } from './xmr'
import { CHANGED, EMPTY, limits } from './xmrExample'

const CALENDAR = { hours_per_day: 8, days_per_week: 5, days_per_month: 20 }

describe('scales', () => {
  it('count time in whole units of the calendar', () => {
    const scale = timeScale(CALENDAR)
    expect(scale.increments).toContain(8 * 3600)
    expect(scale.increments).not.toContain(24 * 3600 * 1.5)
    expect(scale.increments.map(scale.format)).toContain('20 d')
    expect(scale.format(0)).toBe('0')
    expect([...scale.increments].sort((a, b) => a - b)).toEqual(scale.increments)
  })

  it('count things in whole numbers and shares in percent', () => {
    expect(countScale().increments.every(Number.isInteger)).toBe(true)
    expect(shareScale().increments.map(shareScale().format)).toContain('5 %')
  })
})

describe('labels', () => {
  const wanted = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 800 }), width: fc.integer({ min: 10, max: 160 }) }),
    {
      maxLength: 8,
    },
  )

  it('never stand on each other, and stay inside', () => {
    fc.assert(
      fc.property(wanted, (labels) => {
        const placed = inRows(labels, 0, 800).map((place, at) => ({
          ...place,
          right: place.left + (labels[at]?.width ?? 0),
        }))
        for (const [at, one] of placed.entries()) {
          expect(one.left).toBeGreaterThanOrEqual(0)
          expect(one.right).toBeLessThanOrEqual(800)
          for (const other of placed.slice(at + 1)) {
            if (one.row === other.row) expect(one.right <= other.left || one.left >= other.right).toBe(true)
          }
        }
      }),
    )
  })

  it('of one column keep their order and their distance', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 8 }), (heights) => {
        const placed = stacked(heights, 16, 0, 200).sort((a, b) => a - b)
        placed.slice(1).forEach((height, at) => {
          expect(height - (placed[at] ?? 0)).toBeGreaterThanOrEqual(16)
        })
        if (heights.length * 16 <= 200) expect(placed.every((height) => height >= 0 && height <= 200)).toBe(true)
      }),
    )
    expect(stacked([50, 120], 16, 0, 200)).toEqual([50, 120])
    expect(stacked([100, 100], 16, 0, 200)).toEqual([100, 116])
  })
})

describe('bars', () => {
  it('hold the values between their edges', () => {
    expect([-1, 0, 9.9, 10, 29, 30].map((value) => barAt([0, 10, 30], value))).toEqual([null, 0, 0, 1, 1, null])
  })
})

describe('an XmR chart', () => {
  it('marks a reading once, by its strongest rule, with the numbers of all its signals', () => {
    expect(markedOn(CHANGED, 'readings')).toEqual([
      { place: 3, value: 30, rule: 'outside', numbers: [1, 2] },
      { place: 4, value: 12, rule: 'near_limit', numbers: [2] },
    ])
    expect(markedOn(CHANGED, 'moving_ranges')).toEqual([{ place: 3, value: 19, rule: 'outside', numbers: [3] }])
  })

  it('shows all readings, limits and the target, and stands on zero when that is near', () => {
    const [from, to] = rangeOf(CHANGED)
    expect(from).toBe(0)
    expect(to).toBeGreaterThan(30)
    const far = {
      ...CHANGED,
      segments: [],
      target: null,
      readings: [{ at: '', value: 100, moving_range: null, segment: 0 }],
    }
    expect(rangeOf(far)[0]).toBeGreaterThan(80)
    expect(rangeOf({ ...far, measure: 'number' })[0]).toBeLessThan(100)
    expect(rangeOf(EMPTY)).toEqual([0, 1])
    expect(rangeOfMoves(CHANGED)).toBeCloseTo(19 * 1.1)
    expect(rangeOfMoves(EMPTY)).toBe(1)
  })

  it('names the lines of the newest limits, one where nothing varies', () => {
    expect(namedLines(CHANGED, 'readings').map((line) => line.name)).toEqual([
      'upper limit',
      'mean',
      'lower limit',
      'target',
    ])
    expect(namedLines(CHANGED, 'moving_ranges').map((line) => line.name)).toEqual(['limit', 'mean'])
    const [segment] = CHANGED.segments
    if (!segment) throw new Error('the example has segments')
    const still = { ...CHANGED, target: null, segments: [{ ...segment, limits: { ...limits(5, 0) } }] }
    expect(namedLines(still, 'readings').map((line) => line.name)).toEqual(['mean'])
    expect(namedLines(EMPTY, 'readings')).toEqual([])
  })

  it('dates readings as exactly as needed', () => {
    const at = (...moments: string[]) =>
      moments.map((moment) => ({ at: moment, value: 1, moving_range: null, segment: 0 }))
    expect(datesOf(at('2026-03-02T09:00:00', '2026-03-03T09:00:00'))(0)).toBe('2 Mar')
    expect(datesOf(at('2025-12-30T09:00:00', '2026-01-02T09:00:00'))(0)).toBe('30 Dec 25')
    expect(datesOf(at('2026-03-02T09:00:00', '2026-03-02T11:30:00'))(1)).toContain('11:30')
    expect(datesOf(at('2026-03-02T09:00:00'))(7)).toBe('')
  })
})
