import { describe, expect, it } from 'vitest'
import type { Charter, MapElement, Metrics } from '../../model/types'
import { phases } from './phases'

const charter: Charter = {
  name: 'Feature delivery',
  customer: 'People who use the product',
  value: 'A feature in production',
  trigger: 'Design approved',
  delivery: 'Live',
  unit: 'feature',
  calendar: { hours_per_day: 8, days_per_week: 5, days_per_month: 20 },
  queue_rule: 'demand',
}

const figures = { outside: [], provenance: {}, constraint: null, lead_time_s: null } as unknown as Metrics

const elements = new Map<string, MapElement>([
  ['a', { kind: 'step', name: 'A', x: 0, y: 0, wait_time: { value: 60, source: 'walked' } }],
  ['b', { kind: 'step', name: 'B', x: 240, y: 0, wastes: ['defects', 'waiting'] }],
  ['f', { kind: 'flow', flow: 'push', source: 'a', target: 'b' }],
])

function progress(id: string, metrics: Partial<Metrics> = {}, map = elements) {
  return phases
    .find((phase) => phase.id === id)
    ?.progress({ elements: map, metrics: { ...figures, ...metrics }, charter })
}

describe('the phases of the session', () => {
  it('call the scope done when the charter is written, and name a demand that is not known', () => {
    expect(progress('scope')).toEqual({ done: true, sentence: 'written; the demand is not known yet' })
  })

  it('count steps and arrows, and say what is not connected', () => {
    expect(progress('steps')).toEqual({ done: true, sentence: '2 steps, 1 arrow' })
    expect(progress('steps', { outside: ['b'] })).toEqual({
      done: false,
      sentence: '2 steps, 1 arrow, 1 not connected',
    })
    expect(progress('steps', {}, new Map())).toEqual({ done: false, sentence: 'no step yet' })
  })

  it('take the timed steps from the figures of the server', () => {
    const some = progress('times', { steps_timed: 1, steps_total: 2 })
    expect(some).toEqual({ done: false, sentence: '1 of 2 steps have times' })
    expect(progress('times', { steps_timed: 2, steps_total: 2 })?.sentence).toBe('0 of 2 have a %C/A')
  })

  it('count steps seen on real items, and wastes', () => {
    expect(progress('walk')?.sentence).toBe('1 of 2 steps seen on real items')
    expect(progress('constraint')).toEqual({ done: false, sentence: '2 wastes marked · no constraint found yet' })
  })

  it('say how much of the lead time is guessed once it is known', () => {
    expect(progress('review', { lead_time_s: 10, provenance: { guess: 0.456 } })?.sentence).toBe(
      '46 % of the lead time is guessed',
    )
  })
})
