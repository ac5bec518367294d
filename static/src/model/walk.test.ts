import { expect, test } from 'vitest'
import type { Elements, MapElement } from './types'
import { beatsOf, beatWords, isTaken, stayMs, type Visit } from './walk'

const CALENDAR = { hours_per_day: 8, days_per_week: 5, days_per_month: 20 }
const DAY = 8 * 3600

function visit(part: Partial<Visit>): Visit {
  return {
    step: 'a',
    name: 'Build',
    wait_time_s: 0,
    process_time_s: 3600,
    idle_time_s: 0,
    is_again: false,
    reason: '',
    ...part,
  }
}

test('an item waits, then it is worked on, and the way adds up', () => {
  const beats = beatsOf({ visits: [visit({ wait_time_s: DAY, idle_time_s: 3600 }), visit({ is_again: true })] })
  expect(beats.map(({ kind, seconds, before_s }) => [kind, seconds, before_s])).toEqual([
    ['waits', DAY + 3600, 0],
    ['worked', 3600, DAY + 3600],
    ['worked', 3600, DAY + 7200],
  ])
})

test('what nobody knows is a beat of its own and adds nothing', () => {
  const beats = beatsOf({ visits: [visit({ wait_time_s: null, process_time_s: null, step: null, name: 'Law' })] })
  expect(beats.map(({ seconds, step }) => [seconds, step])).toEqual([
    [null, null],
    [null, null],
  ])
  expect(beats.map((beat) => beatWords(beat, CALENDAR))).toEqual([
    'waits before “Law”: nobody knows how long',
    'is worked on at “Law”: nobody knows how long',
  ])
})

test('time on the screen goes as it went, but nothing is too short to be read', () => {
  const beats = beatsOf({ visits: [visit({ wait_time_s: 9 * 3600 })] })
  expect(beats.map((beat) => stayMs(beat, beats, 20_000))).toEqual([18_000, 2_000])
  expect(beats.map((beat) => stayMs(beat, beats, 1_000))).toEqual([900, 900])
  expect(stayMs({ ...beats[0], seconds: null } as (typeof beats)[number], beats, 20_000)).toBe(900)
})

test('a beat is said as people say it', () => {
  const [waits, worked] = beatsOf({ visits: [visit({ wait_time_s: 2 * DAY, is_again: true })] })
  expect(waits && beatWords(waits, CALENDAR)).toBe('waits before “Build”, again: 2 d')
  expect(worked && beatWords(worked, CALENDAR)).toBe('is worked on at “Build”, again: 1 h')
})

test('a value is taken once the map has it as walked, with as many items', () => {
  const of = (part: object): Elements =>
    new Map([['a', { kind: 'step', name: 'Build', x: 0, y: 0, ...part } as MapElement]])
  const actual = { n: 2, median: DAY, low: 0, high: DAY }
  const beside = { perceived_s: 0, actual, difference_s: null, target: 'a' }
  const walked = { value: DAY, source: 'walked', n: 2 }
  expect(isTaken(beside, 'wait_time', of({ wait_time: walked }))).toBe(true)
  expect(isTaken(beside, 'process_time', of({ wait_time: walked }))).toBe(false)
  expect(isTaken(beside, 'wait_time', of({ wait_time: { ...walked, n: 1 } }))).toBe(false)
  expect(isTaken(beside, 'wait_time', of({ wait_time: { ...walked, source: 'estimate' } }))).toBe(false)
  expect(isTaken({ ...beside, target: null }, 'wait_time', of({ wait_time: walked }))).toBe(false)
})
