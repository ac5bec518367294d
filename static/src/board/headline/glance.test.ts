import { describe, expect, it } from 'vitest'
import { glance, perDay } from './glance'

describe('a number at a glance', () => {
  it.each([
    [0, '0'],
    [25.64, '25.6'],
    [99.94, '99.9'],
    [99.96, '100'],
    [21_032.14, '21,032'],
  ])('%d is %s', (number, text) => {
    expect(glance(number)).toBe(text)
  })

  it.each([
    [0.025, '0.025'],
    [0.7001, '0.7'],
    [890.3, '890'],
  ])('a rate of %d is %s a day', (rate, text) => {
    expect(perDay(rate)).toBe(text)
  })
})
