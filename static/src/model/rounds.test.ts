import { describe, expect, it } from 'vitest'
import {
  type Draft,
  doneWords,
  dotsLeft,
  draftOf,
  emptyDraft,
  isConstraintJudged,
  mayWrite,
  type PublicRound,
  placeIn,
  type RoundKind,
  type RoundOptions,
  roundLeftMs,
  stateAt,
  statementsOf,
  targetName,
  typedKey,
} from './rounds'
import type { Calendar, Elements } from './types'

const CALENDAR: Calendar = { hours_per_day: 8, days_per_week: 5, days_per_month: 20 }
const TARGETS = [
  { id: 'build', name: 'Build' },
  { id: 'test', name: 'Staging test' },
]
const ESTIMATES: RoundOptions = { targets: TARGETS, fields: ['wait_time', 'complete_accurate'] }

function round(part: Partial<PublicRound> = {}): PublicRound {
  return {
    id: 'r1',
    kind: 'notes',
    map: 'm1',
    prompt: 'What hurts?',
    anonymous: true,
    state: 'open',
    ends_at: null,
    done: 0,
    of: 0,
    result_revision: 0,
    options: {},
    ...part,
  }
}

function drafted(part: Partial<Draft>): Draft {
  return { ...emptyDraft(), ...part }
}

describe('the state of a round', () => {
  const ends_at = '2026-03-02T12:00:00Z'
  const noon = Date.parse(ends_at)

  it('is closed as soon as its time is up', () => {
    expect(stateAt(round({ ends_at }), noon - 1)).toBe('open')
    expect(stateAt(round({ ends_at }), noon)).toBe('closed')
    expect(stateAt(round({ ends_at, state: 'revealed' }), noon)).toBe('revealed')
    expect(stateAt(round(), noon)).toBe('open')
  })

  it('says what is left, and nothing below zero', () => {
    expect(roundLeftMs(round({ ends_at }), noon - 5_000)).toBe(5_000)
    expect(roundLeftMs(round({ ends_at }), noon + 5_000)).toBe(0)
    expect(roundLeftMs(round(), noon)).toBeNull()
    expect(roundLeftMs(round({ ends_at, state: 'closed' }), noon - 5_000)).toBeNull()
  })

  it('hides the constraint of its own map alone, until it is revealed', () => {
    const judged = round({ kind: 'constraint' })
    expect(isConstraintJudged([judged], 'm1')).toBe(true)
    expect(isConstraintJudged([judged], 'm2')).toBe(false)
    expect(isConstraintJudged([{ ...judged, state: 'closed' }], 'm1')).toBe(true)
    expect(isConstraintJudged([{ ...judged, state: 'revealed' }], 'm1')).toBe(false)
    expect(isConstraintJudged([round()], 'm1')).toBe(false)
  })

  it('says how many are done', () => {
    expect(doneWords(round({ done: 7, of: 9 }))).toBe('7 of 9 are done')
    expect(doneWords(round({ done: 0, of: 1 }))).toBe('0 of 1 is done')
    expect(doneWords(round())).toBe('Nobody is here yet')
  })

  it('lets leaders write where they vote', () => {
    expect(mayWrite(round(), 'member')).toBe(true)
    expect(mayWrite(round(), 'leader')).toBe(false)
    expect(mayWrite(round({ options: { leaders_vote: true } }), 'leader')).toBe(true)
    expect(mayWrite(round({ options: { leaders_vote: true } }), 'viewer')).toBe(false)
  })
})

describe('what is sent of a draft', () => {
  const CASES: [RoundKind, RoundOptions, Partial<Draft>, object[]][] = [
    [
      'notes',
      {},
      {
        notes: [
          { text: ' We wait ', about: 'test' },
          { text: '  ', about: null },
          { text: 'Thin tickets', about: null },
        ],
      },
      [{ text: 'We wait', about: 'test' }, { text: 'Thin tickets' }],
    ],
    [
      'estimates',
      ESTIMATES,
      {
        typed: {
          [typedKey('build', 'wait_time')]: '1d-3d',
          [typedKey('build', 'complete_accurate')]: '80',
          [typedKey('test', 'wait_time')]: ' ',
        },
      },
      [
        { element: 'build', field: 'wait_time', value: { value: 57_600, low: 28_800, high: 86_400 } },
        { element: 'build', field: 'complete_accurate', value: { value: 0.8 } },
      ],
    ],
    ['votes', { targets: TARGETS, dots: 3 }, { dots: { test: 2, build: 0, gone: 1 } }, [{ target: 'test', dots: 2 }]],
    [
      'effort',
      { targets: TARGETS },
      { scores: { build: {}, test: { customer: 5, worker: 2 } } },
      [{ element: 'test', customer: 5, worker: 2 }],
    ],
    [
      'constraint',
      { targets: TARGETS },
      { choice: { element: 'test', why: ' One server ' } },
      [{ element: 'test', why: 'One server' }],
    ],
    ['constraint', { targets: TARGETS }, { choice: { element: null, why: 'Hm' } }, []],
  ]

  it.each(CASES)('of %s is what was said', (kind, options, part, statements) => {
    expect(statementsOf(kind, options, drafted(part), CALENDAR)).toEqual({ statements, problems: {} })
  })

  it.each(CASES)('of %s reads back as the same', (kind, options, part) => {
    const { statements } = statementsOf(kind, options, drafted(part), CALENDAR)
    expect(statementsOf(kind, options, draftOf(statements, CALENDAR), CALENDAR).statements).toEqual(statements)
  })

  it('leaves out what cannot be read and says why', () => {
    const draft = drafted({
      typed: { [typedKey('build', 'wait_time')]: 'soon', [typedKey('test', 'wait_time')]: '2d' },
    })
    const { statements, problems } = statementsOf('estimates', ESTIMATES, draft, CALENDAR)
    expect(statements).toEqual([{ element: 'test', field: 'wait_time', value: { value: 57_600 } }])
    expect(Object.keys(problems)).toEqual([typedKey('build', 'wait_time')])
    expect(problems[typedKey('build', 'wait_time')]).toContain('soon')
  })
})

it('counts the dots that are left, whatever was placed on what is not asked', () => {
  expect(dotsLeft({ targets: TARGETS, dots: 3 }, drafted({ dots: { test: 2, gone: 5 } }))).toBe(1)
})

it('calls a step by its name of now, and one that is gone by the name it was asked under', () => {
  const elements: Elements = new Map([['build', { kind: 'step', name: 'Development', x: 0, y: 0 }]])
  expect(targetName({ targets: TARGETS }, 'build', elements)).toBe('Development')
  expect(targetName({ targets: TARGETS }, 'test', elements)).toBe('Staging test')
})

it('places a value within its spread', () => {
  expect(placeIn({ low: 10, high: 20 }, 15)).toBe(0.5)
  expect(placeIn({ low: 10, high: 20 }, 20)).toBe(1)
  expect(placeIn({ low: 10, high: 10 }, 10)).toBe(0.5)
})
