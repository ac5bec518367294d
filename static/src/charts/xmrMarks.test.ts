import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markLabels, placedMarks, rowsOf } from './xmrMarks'

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 2, 2)
const READINGS = Array.from({ length: 30 }, (_, place) => ({
  at: new Date(START + place * DAY_MS).toISOString(),
  value: place,
  moving_range: null,
  segment: 0,
}))
const marks = fc.array(
  fc.record({
    at: fc.integer({ min: -5, max: 40 }).map((day) => new Date(START + (day + 0.5) * DAY_MS).toISOString()),
    label: fc.string({ maxLength: 60 }),
  }),
  { maxLength: 12 },
)
const at = (place: number) => 40 + (place + 0.6) * 20

describe('dated marks', () => {
  it('stand between the readings that they happened between', () => {
    const days = ['2026-02-01T00:00:00Z', '2026-03-02T00:00:00Z', '2026-03-03T12:00:00Z', '2027-01-01T00:00:00Z']
    const placed = placedMarks(
      days.map((day) => ({ at: day, label: day })),
      READINGS,
    )
    expect(placed.map((mark) => mark.place)).toEqual([-0.5, -0.5, 1.5, 29.5])
  })

  it('have labels that never touch and never leave the drawing', () => {
    fc.assert(
      fc.property(marks, (given) => {
        const labels = markLabels(placedMarks(given, READINGS), at, 40, 640)
        expect(labels.map((label) => label.mark.number)).toEqual(given.map((_, order) => order + 1))
        for (const one of labels) {
          expect(one.left).toBeGreaterThanOrEqual(40)
          expect(one.left + one.width).toBeLessThanOrEqual(640.001)
          for (const other of labels) {
            if (one === other || one.row !== other.row) continue
            expect(one.left + one.width <= other.left || other.left + other.width <= one.left).toBe(true)
          }
        }
      }),
      { seed: 7 },
    )
  })

  it('say their words where three rows hold them, else their numbers', () => {
    const many = Array.from({ length: 9 }, () => ({ at: READINGS[3]?.at ?? '', label: 'The same day again' }))
    expect(markLabels(placedMarks(many, READINGS), at, 40, 640).map((label) => label.text)).toContain('9')
    const few = markLabels(placedMarks(many.slice(0, 3), READINGS), at, 40, 640)
    expect(few.map((label) => label.text)).toContain('3 The same day again')
    expect(rowsOf(few)).toBe(3)
  })
})
