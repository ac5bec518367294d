import { describe, expect, it } from 'vitest'
import { DEFAULT_CALENDAR as CALENDAR } from '../../model/calendar'
import type { Quantity } from '../../model/types'
import { echoOf, readTyped, showQuantity, specOf, spellTyped } from './typed'

const HOUR = 3600

function read(text: string, field = 'wait_time', before?: Quantity) {
  const typed = readTyped(text, specOf(field), CALENDAR, before)
  if (typed.is === 'figure') return typed.quantity
  return typed.is === 'error' ? typed.sentence : null
}

describe('what people type', () => {
  it.each([
    ['3d', 'wait_time', { value: 24 * HOUR, source: 'estimate' }],
    ['2h-4h', 'wait_time', { value: 3 * HOUR, low: 2 * HOUR, high: 4 * HOUR, source: 'estimate' }],
    ['80%', 'complete_accurate', { value: 0.8, source: 'estimate' }],
    ['1-3', 'people', { value: 2, low: 1, high: 3, source: 'estimate' }],
    ['3d?', 'wait_time', { value: 24 * HOUR, source: 'guess' }],
    ['3d ?', 'wait_time', { value: 24 * HOUR, source: 'guess' }],
    ['8d walked', 'wait_time', { value: 64 * HOUR, source: 'walked' }],
    ['8d measured 14', 'wait_time', { value: 64 * HOUR, source: 'measured', n: 14 }],
    ['80% Measured 20', 'complete_accurate', { value: 0.8, source: 'measured', n: 20 }],
    ['2h guess', 'wait_time', { value: 2 * HOUR, source: 'guess' }],
  ])('%s in %s', (text, field, quantity) => {
    expect(read(text, field)).toEqual(quantity)
  })

  it('is nothing where it is empty', () => {
    expect(read('  ')).toBeNull()
  })

  it('is refused in a sentence', () => {
    expect(read('3')).toContain('needs a unit')
    expect(read('120%', 'complete_accurate')).toContain('between 0 % and 100 %')
    expect(read('0', 'people')).toContain('at least 1')
    expect(read('2.5', 'people')).toContain('whole number')
  })
})

describe('a range beside the value', () => {
  const stated: Quantity = { value: 3 * HOUR, low: 2 * HOUR, high: 8 * HOUR, source: 'walked', n: 2 }

  it('stays where the new value lies in it', () => {
    expect(read('4h', 'wait_time', stated)).toEqual({
      value: 4 * HOUR,
      low: 2 * HOUR,
      high: 8 * HOUR,
      source: 'estimate',
    })
  })

  it('goes where the new value lies outside', () => {
    expect(read('9h', 'wait_time', stated)).toEqual({ value: 9 * HOUR, source: 'estimate' })
  })

  it('that was typed as a range goes when one value is typed', () => {
    const typed: Quantity = { value: 3 * HOUR, low: 2 * HOUR, high: 4 * HOUR, source: 'estimate' }
    expect(read('3h', 'wait_time', typed)).toEqual({ value: 3 * HOUR, source: 'estimate' })
  })
})

describe('a quantity as text', () => {
  it.each([
    ['wait_time', { value: 28 * HOUR, source: 'estimate' }, '3d 4h', '3.5 d'],
    ['wait_time', { value: 3 * HOUR, low: 2 * HOUR, high: 4 * HOUR, source: 'guess' }, '2h-4h', '2–4 h'],
    ['wait_time', { value: 3 * HOUR, low: 2 * HOUR, high: 8 * HOUR, source: 'guess' }, '3h', '3 h (2 h – 1 d)'],
    ['share', { value: 0.3, source: 'measured', n: 4 }, '30%', '30 %'],
    ['people', { value: 2, low: 1, high: 4, source: 'guess' }, '2', '2 (1–4)'],
    ['people', { value: 3, low: 1, high: 4, source: 'guess' }, '1-4', '1–4'],
  ] as [string, Quantity, string, string][])('%s: spelled and shown', (field, quantity, spelled, shown) => {
    expect(spellTyped(quantity, specOf(field), CALENDAR)).toBe(spelled)
    expect(showQuantity(quantity, specOf(field), CALENDAR)).toBe(shown)
  })

  it('is echoed while it is typed', () => {
    const wait = specOf('wait_time')
    expect(echoOf({ value: 24 * HOUR, source: 'estimate' }, wait, CALENDAR)).toBe('= 3 d (24 h of work)')
    expect(echoOf({ value: 3 * HOUR, low: 2 * HOUR, high: 4 * HOUR, source: 'measured', n: 5 }, wait, CALENDAR)).toBe(
      '= 3 h, between 2 h and 4 h, measured 5',
    )
  })
})
