import { describe, expect, it } from 'vitest'
import { applyChanges } from './changes'
import {
  countsOf,
  elementsAt,
  FIT_MS,
  factorOf,
  LONGEST_PAUSE_MS,
  type Moment,
  marksOf,
  paceOf,
  seqAt,
  stretchOf,
} from './replay'
import type { Elements, Operation } from './types'

const LENGTH = 345

/** Each operation adds a step, renames the one before and now and then removes an early one. */
const OPERATIONS: Operation[] = Array.from({ length: LENGTH }, (_, place) => {
  const changes: Record<string, Operation['changes'][string]> = {
    [`s${place}`]: { before: null, after: { kind: 'step', name: `Step ${place}`, x: place, y: 0 } },
  }
  if (place > 0) changes[`s${place - 1}`] = { before: { role: null }, after: { role: 'QA' } }
  const early = { kind: 'step', name: `Step ${place / 7}`, x: place / 7, y: 0, role: 'QA' }
  if (place > 7 && place % 7 === 0) changes[`s${place / 7}`] = { before: early, after: null }
  return { seq: 501 + place, op_id: `o${place}`, actor: 'ben', at: '', cause: 'edit', changes }
})
const BEFORE: Elements = new Map([['first', { kind: 'step', name: 'First', x: 0, y: 0 }]])

function walked(count: number): Elements {
  return OPERATIONS.slice(0, count).reduce<Elements>((elements, { changes }) => applyChanges(elements, changes), BEFORE)
}

const moments = (...told: [string, number][]): Moment[] => told.map(([actor, at]) => ({ actor, at }))

describe('the map at an operation', () => {
  it('is what the log makes of it, wherever one jumps', () => {
    const stretch = stretchOf(500, BEFORE, OPERATIONS)
    for (const seq of [845, 500, 501, 700, 601, 600, 799, 502, 800, 845]) {
      expect(elementsAt(stretch, seq)).toEqual(walked(seq - 500))
    }
    expect(stretch.checkpoints).toHaveLength(4)
  })

  it('does not go beyond the stretch', () => {
    const stretch = stretchOf(500, BEFORE, OPERATIONS)
    expect(elementsAt(stretch, 3)).toEqual(BEFORE)
    expect(elementsAt(stretch, 9_999)).toEqual(walked(LENGTH))
  })
})

describe('the pace', () => {
  it('keeps short pauses and shortens long ones', () => {
    const pace = paceOf(moments(['ana', 0], ['ben', 3_000], ['ben', 3_603_000], ['ana', 3_603_500]))
    expect(pace).toEqual([0, 3_000, 3_000 + LONGEST_PAUSE_MS, 3_500 + LONGEST_PAUSE_MS])
  })

  it('never runs backwards where clocks did', () => {
    expect(paceOf(moments(['ana', 0], ['ben', 500], ['ana', 400], ['ana', 600]))).toEqual([0, 500, 500, 600])
  })

  it('says how many operations have come', () => {
    const pace = [0, 100, 100, 250]
    expect([-1, 0, 99, 100, 249, 250, 9_999].map((ms) => seqAt(pace, ms))).toEqual([0, 1, 1, 3, 3, 4, 4])
    expect(seqAt([], 5)).toBe(0)
  })

  it('fits a long session into two minutes and leaves a short one as it was', () => {
    expect(factorOf('fit', [0, FIT_MS * 30])).toBe(30)
    expect(factorOf('fit', [0, 10])).toBe(1)
    expect(factorOf('fit', [])).toBe(1)
    expect(factorOf(16, [0, FIT_MS * 30])).toBe(16)
  })
})

describe('the time line', () => {
  const told = moments(['ana', 0], ['ben', 1], ['ben', 2], ['mia', 3], ['mia', 4])

  it('marks everything once, in the colour of who did most', () => {
    expect(marksOf(told, 2)).toEqual([
      { from: 1, to: 3, actor: 'ben' },
      { from: 4, to: 5, actor: 'mia' },
    ])
    expect(marksOf(told, 300)).toHaveLength(5)
    expect(marksOf([], 300)).toEqual([])
  })

  it('counts what each person did', () => {
    expect(countsOf(told)).toEqual([
      { actor: 'ana', count: 1 },
      { actor: 'ben', count: 2 },
      { actor: 'mia', count: 2 },
    ])
  })
})
