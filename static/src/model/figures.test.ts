import { describe, expect, it } from 'vitest'
import { DEFAULT_CALENDAR } from './calendar'
import {
  editableValue,
  formatNumber,
  formatQuantity,
  formatRange,
  formatShare,
  parseCount,
  parseFigure,
  parseShare,
} from './figures'

const read = (value: number, low: number | null = null, high: number | null = null) => ({ ok: true, value, low, high })

describe('parseShare', () => {
  it.each([
    ['80%', read(0.8)],
    ['80 %', read(0.8)],
    ['80', read(0.8)],
    ['0.8', read(0.8)],
    ['0,8', read(0.8)],
    ['.5', read(0.5)],
    ['1', read(1)],
    ['1%', read(0.01)],
    ['0.5%', read(0.005)],
    ['29%', read(0.29)],
    ['100', read(1)],
    ['0', read(0)],
    ['70-90%', read(0.8, 0.7, 0.9)],
    ['70 % – 90 %', read(0.8, 0.7, 0.9)],
    ['0.7-0.9', read(0.8, 0.7, 0.9)],
  ])('reads “%s”', (text, expected) => {
    expect(parseShare(text)).toEqual(expected)
  })

  it.each([
    ['most', 'unreadable'],
    ['', 'unreadable'],
    ['120%', 'out_of_range'],
    ['90-70%', 'reversed_range'],
    ['-10%', 'unreadable'],
  ])('refuses “%s”', (text, code) => {
    expect(parseShare(text)).toMatchObject({ ok: false, code, sentence: expect.stringMatching(/\.$/) })
  })
})

describe('parseCount', () => {
  const whole = { whole: true, least: 1 }
  it.each([
    ['3', read(3)],
    ['1-3', read(2, 1, 3)],
    ['1 – 4', read(3, 1, 4)],
  ])('reads “%s”', (text, expected) => {
    expect(parseCount(text, whole)).toEqual(expected)
  })

  it('takes fractions where the count is not whole', () => {
    expect(parseCount('2,5', { whole: false, least: 0 })).toEqual(read(2.5))
    expect(parseCount('1-4', { whole: false, least: 0 })).toEqual(read(2.5, 1, 4))
  })

  it.each([
    ['2.5', 'not_whole'],
    ['0', 'out_of_range'],
    ['3-1', 'reversed_range'],
    ['some', 'unreadable'],
    ['1e9', 'unreadable'],
    ['9'.repeat(14), 'too_large'],
  ])('refuses “%s”', (text, code) => {
    expect(parseCount(text, whole)).toMatchObject({ ok: false, code })
  })
})

describe('formatting', () => {
  it.each([
    [3, '3'],
    [2.5, '2.5'],
    [2.04, '2'],
    [4600, '4,600'],
    [1_234_567.89, '1,234,567.9'],
    [0, '0'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })

  it.each([
    [0.2793, '27.9 %'],
    [0.8, '80 %'],
    [1, '100 %'],
    [0.0008, '0.08 %'],
    [0, '0 %'],
  ])('writes the share %d as %s', (value, text) => {
    expect(formatShare(value)).toBe(text)
  })

  it('writes quantities and their ranges', () => {
    const wait = { value: 9000, low: 3600, high: 14_400, source: 'estimate' as const }
    expect(formatQuantity(wait, 'time', DEFAULT_CALENDAR)).toBe('2.5 h')
    expect(formatRange(wait, 'time', DEFAULT_CALENDAR)).toBe('1 h – 4 h')
    expect(formatRange({ value: 1, source: 'guess' }, 'count', DEFAULT_CALENDAR)).toBeNull()
    expect(formatQuantity({ value: 0.8, source: 'guess' }, 'share', DEFAULT_CALENDAR)).toBe('80 %')
    expect(formatQuantity({ value: 0, source: 'guess' }, 'time', DEFAULT_CALENDAR)).toBe('0')
  })
})

describe('editableValue', () => {
  it.each([
    [100_800, 'time'],
    [0.4, 'time'],
    [0.29, 'share'],
    [0.285, 'uptime'],
    [3, 'whole'],
    [2.5, 'count'],
  ] as const)('%d (%s) is read back as it was', (value, unit) => {
    const text = editableValue(value, unit, DEFAULT_CALENDAR)
    expect(parseFigure(text, unit, DEFAULT_CALENDAR)).toEqual(read(value))
  })

  it('an uptime of nothing is refused', () => {
    expect(parseFigure('0%', 'uptime', DEFAULT_CALENDAR)).toMatchObject({ ok: false, code: 'out_of_range' })
  })
})
