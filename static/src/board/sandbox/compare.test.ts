import { describe, expect, it } from 'vitest'
import { figuresAt } from '../../../../tests/js/modelServer'
import { DEFAULT_CALENDAR } from '../../model/calendar'
import type { Metrics } from '../../model/types'
import { compare, compareConstraint, comparison, spoken } from './compare'

const DAY = 8 * 3600
const figures = (part: Partial<Metrics>): Metrics => ({ ...figuresAt(1), ...part })

describe('a figure of today beside that of a what-if', () => {
  it.each([
    ['lead_time', { lead_time_s: 10 * DAY }, { lead_time_s: 4 * DAY }, '6 d less, better', 'better'],
    ['lead_time', { lead_time_s: 4 * DAY }, { lead_time_s: 10 * DAY }, '6 d more, worse', 'worse'],
    ['flow_efficiency', { flow_efficiency: 0.2 }, { flow_efficiency: 0.35 }, '15 points more, better', 'better'],
    ['rolled', { rolled_complete_accurate: 0.5 }, { rolled_complete_accurate: 0.45 }, '5 points less, worse', 'worse'],
    ['throughput', { throughput_per_day: 0.7 }, { throughput_per_day: 0.8 }, '0.1 a day more, better', 'better'],
    ['wip', { wip: 25.6 }, { wip: 20.4 }, '5.2 less, better', 'better'],
    ['lead_time', { lead_time_s: 4 * DAY }, { lead_time_s: 4 * DAY }, 'as today', 'same'],
    ['lead_time', { lead_time_s: 4 * DAY }, { lead_time_s: 4 * DAY + 1e-6 }, 'as today', 'same'],
  ] as const)('%s: %o, then %o, is %s', (figure, today, now, words, tone) => {
    const compared = compare(figure, figures(now), figures(today), DEFAULT_CALENDAR)
    expect(spoken(compared)).toBe(words)
    expect(compared.tone).toBe(tone)
  })

  it('is not judged where one of the two is not known', () => {
    const today = figures({ lead_time_s: null })
    const compared = compare('lead_time', figures({ lead_time_s: DAY }), today, DEFAULT_CALENDAR)
    expect(compared).toEqual({ today: 'not known', words: '', way: null, tone: 'other' })
  })

  it('is left out where neither is known', () => {
    const none = figures({ lead_time_s: null, wip: null })
    const labels = comparison(none, none, DEFAULT_CALENDAR).map(({ label }) => label)
    expect(labels).not.toContain('Lead time')
    expect(labels).not.toContain('Flow load (WIP)')
  })

  it('says that the constraint moves', () => {
    const at = (step: string): Partial<Metrics> => ({
      constraint: {
        step,
        rule: 'utilisation',
        agrees: true,
        evidence: [],
        by_utilisation: step,
        by_pile_up: step,
        utilisation_sentence: '',
        pile_up_sentence: '',
      },
    })
    const elements = new Map([['test', { kind: 'step' as const, name: 'Staging test', x: 0, y: 0 }]])
    const [today, moved] = [figures(at('test')), figures(at('dev'))]
    expect(compareConstraint(moved, today, elements)).toMatchObject({ today: 'Staging test', words: 'it moves' })
    expect(compareConstraint(today, today, elements)).toMatchObject({ tone: 'same' })
    expect(compareConstraint(moved, today, new Map())).toMatchObject({ today: 'a step that is removed' })
  })
})
