import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counted, rungs, type Station, toScale } from './geometry'

const step = (id: string, x: number, wait_s: number | null, work_s: number | null, weight = 1): Station => ({
  id,
  kind: 'step',
  left: x - 82,
  right: x + 82,
  weight,
  wait_s,
  work_s,
})

const queue = (id: string, x: number, wait_s: number | null): Station => ({
  id,
  kind: 'queue',
  left: x - 28,
  right: x + 28,
  weight: 1,
  wait_s,
  work_s: null,
})

describe('the ladder', () => {
  it('draws work under the box and the wait in the gap before it', () => {
    const drawn = rungs([step('a', 0, 10, 20), step('b', 240, 30, 40)], 76)
    expect(drawn.map(({ id, kind, from, to }) => [id, kind, from, to])).toEqual([
      ['a', 'wait', -158, -82],
      ['a', 'work', -82, 82],
      ['b', 'wait', 82, 158],
      ['b', 'work', 158, 322],
    ])
  })

  it('lets the rung of a queue reach up to the step that waits in it', () => {
    const drawn = rungs([queue('q', 0, 50), step('a', 240, 0, 20)], 76)
    expect(drawn.map(({ id, kind, from, to }) => [id, kind, from, to])).toEqual([
      ['q', 'wait', -104, 158],
      ['a', 'work', 158, 322],
    ])
  })

  it('puts alternatives that stand above each other side by side, each at its share', () => {
    const drawn = rungs([step('a', 0, 1, 1), step('b', 240, 0, 100, 0.7), step('c', 240, 0, 50, 0.3)], 76)
    expect(drawn.filter(({ kind }) => kind === 'work').map(({ id, weight }) => [id, weight])).toEqual([
      ['a', 1],
      ['b', 0.7],
      ['c', 0.3],
    ])
    expect(drawn.at(-1)?.to).toBe(322)
  })

  it('has neither gap nor overlap and sums to all times, wherever the boxes stand', () => {
    const stations = fc.array(
      fc.record({
        x: fc.integer({ min: -2000, max: 2000 }),
        wait: fc.integer({ min: 0, max: 100_000 }),
        work: fc.integer({ min: 0, max: 100_000 }),
        weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    fc.assert(
      fc.property(stations, (made) => {
        const all = made.map(({ x, wait, work, weight }, place) => step(`s${place}`, x, wait, work, weight))
        const drawn = rungs(all, 76)
        for (const [place, rung] of drawn.entries()) {
          expect(rung.to).toBeGreaterThanOrEqual(rung.from)
          if (place > 0) expect(rung.from).toBeCloseTo(drawn[place - 1]?.to ?? Number.NaN, 6)
        }
        const sum = made.reduce((total, { wait, work, weight }) => total + (wait + work) * weight, 0)
        expect(drawn.reduce((total, rung) => total + counted(rung), 0)).toBeCloseTo(sum, 4)
      }),
      { seed: 20, numRuns: 200 },
    )
  })
})

describe('the bar to scale', () => {
  it('fills the whole bar with the times in their proportion', () => {
    const stretches = toScale(rungs([step('a', 0, 30, 10), step('b', 240, 50, 10)], 76))
    expect(stretches.map(({ from, to }) => Number((to - from).toFixed(3)))).toEqual([0.3, 0.1, 0.5, 0.1])
    expect(stretches.at(-1)?.to).toBeCloseTo(1)
  })

  it('is empty while no time is known', () => {
    expect(toScale(rungs([step('a', 0, null, null)], 76))).toEqual([])
  })
})
