import { describe, expect, it } from 'vitest'
import { DEFAULT_CALENDAR } from '../../../model/calendar'
import { DAY_S, explained, ROWS } from '../testAnswers'
import { amount, CHAPTERS, groupsOf, guessSentence, restsOf, timesText, totalOf, totalsOf } from './reading'

describe('an amount', () => {
  it.each([
    [8 * DAY_S, 's', '8 d'],
    [0, 's', '0'],
    [0.279, 'share', '27.9 %'],
    [0.7, 'items_per_day', '0.7 a day'],
    [25.64, 'items', '25.6'],
    [3, 'count', '3'],
    [null, 's', '–'],
  ] as const)('of %d %s reads %s', (value, unit, text) => {
    expect(amount(value, unit, DEFAULT_CALENDAR)).toBe(text)
  })

  it.each([
    [1, '1 ×'],
    [1.4286, '1.43 ×'],
    [0.3, '0.3 ×'],
    [0.0042, '0.004 ×'],
    [0, '0 ×'],
  ])('is counted %d times as %s', (times, text) => {
    expect(timesText(times)).toBe(text)
  })
})

describe('the total', () => {
  it('says at least what is known while something is missing', () => {
    expect(totalOf(explained(), DEFAULT_CALENDAR)).toBe('10.5 d')
    expect(totalOf(explained({ value: null, lower_bound: 9 * DAY_S }), DEFAULT_CALENDAR)).toBe('at least 9 d')
    expect(totalOf(explained({ value: null }), DEFAULT_CALENDAR)).toBe('not known yet')
  })

  it('stands under the rows, with what a ratio is divided by', () => {
    expect(totalsOf(explained(), DEFAULT_CALENDAR)).toEqual([{ name: 'Lead time', text: '10.5 d' }])
    const ratio = explained({ figure: 'flow_efficiency', name: 'Flow efficiency', unit: 'share', value: 5.5 / 10.5 })
    expect(totalsOf(ratio, DEFAULT_CALENDAR).map(({ text }) => text)).toEqual(['10.5 d', '52.4 %'])
    expect(totalsOf(explained({ value: null }), DEFAULT_CALENDAR)).toEqual([])
  })
})

describe('the rows', () => {
  it('of a sum stand in stream order', () => {
    expect(groupsOf(explained())).toEqual([{ title: null, rows: ROWS, sum: null }])
    expect(groupsOf(explained({ rows: [] }))).toEqual([])
  })

  it('of a ratio stand by part, what is divided first, with its sum', () => {
    const groups = groupsOf(explained({ figure: 'flow_efficiency' }))
    expect(groups.map(({ title, sum }) => [title, sum])).toEqual([
      ['Work', 5.5 * DAY_S],
      ['Wait', 5 * DAY_S],
    ])
  })

  it('have no sum where one of them is not known', () => {
    const rows = ROWS.map((row, place) => (place === 1 ? { ...row, each: null, counted: null } : row))
    expect(groupsOf(explained({ figure: 'flow_efficiency', rows }))[0]?.sum).toBeNull()
  })
})

describe('what a figure rests on', () => {
  it('is told best known first, without what does not show', () => {
    expect(restsOf({ guess: 0.6, measured: 0.397, walked: 0.003 }).map(({ word }) => word)).toEqual([
      'measured',
      'guessed',
    ])
  })

  it.each([
    [{ guess: 0.62, estimate: 0.38 }, '62 % of it is guessed.'],
    [{ guess: 1 }, 'All of it is guessed.'],
    [{ measured: 1 }, 'None of it is guessed.'],
    [{}, null],
  ])('%o says %s', (rests, sentence) => {
    expect(guessSentence(rests)).toBe(sentence)
  })
})

it('lists no figure twice', () => {
  const figures = CHAPTERS.flatMap((chapter) => chapter.figures)
  expect(new Set(figures).size).toBe(figures.length)
})
