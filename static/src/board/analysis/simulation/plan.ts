/** What a run can be asked for, and in which words the form says so. */

import type { Arrivals, Distribution, RunPlan } from './types'

export const ITEMS: readonly number[] = [1_000, 10_000, 50_000, 200_000]
/** The server's own: enough for a p95 that stands, in a matter of seconds. */
export const FIRST_PLAN: RunPlan = { items: 10_000, seed: 1, distribution: 'auto', arrivals: 'exponential' }

export interface Word<Value> {
  value: Value
  label: string
  /** Within a sentence. */
  said: string
  meaning: string
}

export const DISTRIBUTIONS: readonly Word<Distribution>[] = [
  {
    value: 'auto',
    label: 'As each was stated',
    said: 'as each was stated',
    meaning: 'Within its range; exponential where none was given.',
  },
  {
    value: 'exponential',
    label: 'Exponential',
    said: 'exponentially',
    meaning: 'Every time varies as much as its own length.',
  },
  { value: 'lognormal', label: 'Lognormal', said: 'lognormally', meaning: 'Most a little shorter, a few very long.' },
  {
    value: 'triangular',
    label: 'Triangular',
    said: 'triangularly',
    meaning: 'Never outside its range, most often its value.',
  },
  { value: 'constant', label: 'Not at all', said: 'not at all', meaning: 'Always exactly the stated value.' },
]

export const ARRIVALS: readonly Word<Arrivals>[] = [
  { value: 'exponential', label: 'At random', said: 'at random', meaning: 'Some together, then none for a while.' },
  { value: 'constant', label: 'Evenly', said: 'evenly', meaning: 'One after the other at equal distances.' },
]

export function itemsMeaning(items: number): string {
  if (items < 5_000) return 'Quick, with wide intervals.'
  if (items <= 20_000) return 'Seconds; p95 rests on hundreds of items.'
  return 'Narrower intervals; can take minutes.'
}

/** The assumptions of a run in one sentence: “Times vary as each was stated, items arrive at random; seed 1.” */
export function assumptionsOf(plan: { distribution: Distribution; arrivals: Arrivals; seed: string | number }): string {
  const times = DISTRIBUTIONS.find(({ value }) => value === plan.distribution)?.said
  const arrive = ARRIVALS.find(({ value }) => value === plan.arrivals)?.said
  return `Times vary ${times}, items arrive ${arrive}; seed ${plan.seed}`
}

/** A seed as it was typed; null where it is none. */
export function readSeed(text: string): number | null {
  const typed = text.trim()
  if (!/^\d{1,16}$/.test(typed)) return null
  const seed = Number(typed)
  return Number.isSafeInteger(seed) ? seed : null
}

export function newSeed(): number {
  return Math.floor(Math.random() * 100_000)
}
