import { describe, expect, it } from 'vitest'
import { DEFAULT_CALENDAR } from '../../../model/calendar'
import { DAY_S, sensitivity } from '../testAnswers'
import { assumedText, axisOf, inputText, sidesOf } from './tornado'

const answer = sensitivity()
const [wait, share] = answer.bars
const axis = axisOf(answer)

describe('the axis', () => {
  it('reaches from the shortest to the longest lead time of all bars', () => {
    expect(axis).toEqual({ from_s: 8 * DAY_S, to_s: 14 * DAY_S, middle: 100 / 3 })
  })

  it('is not drawn where nothing moves or nothing is known', () => {
    expect(axisOf(sensitivity({ bars: [] }))).toBeNull()
    expect(axisOf(sensitivity({ lead_time_s: null }))).toBeNull()
    const still = { lead_time_low_s: 10 * DAY_S, lead_time_high_s: 10 * DAY_S, swing_s: 0 }
    expect(axisOf(sensitivity({ bars: answer.bars.map((bar) => ({ ...bar, ...still })) }))).toBeNull()
  })
})

describe('a bar', () => {
  it('reaches from the shorter to the longer lead time, with the values that lead there', () => {
    if (!wait || !share || !axis) throw new Error('nothing to draw')
    expect(sidesOf(wait, 10 * DAY_S, axis)).toMatchObject([
      { left: 0, value: 2 * DAY_S, isShorter: true },
      { left: axis.middle, value: 8 * DAY_S, isShorter: false },
    ])
    // More of the items take the shorter way: the high share makes the lead time shorter.
    expect(sidesOf(share, 10 * DAY_S, axis).map(({ value, isShorter }) => [value, isShorter])).toEqual([
      [0.7, true],
      [0.4, false],
    ])
  })

  it('together with the other side covers its swing', () => {
    if (!wait || !axis) throw new Error('nothing to draw')
    const [shorter, longer] = sidesOf(wait, 10 * DAY_S, axis)
    expect(shorter.width + longer.width).toBeCloseTo((100 * wait.swing_s) / (axis.to_s - axis.from_s))
    expect(shorter.left + shorter.width).toBeCloseTo(longer.left)
  })

  it('names its values in the unit of the field', () => {
    expect(inputText(2 * DAY_S, 'wait_time', DEFAULT_CALENDAR)).toBe('2 d')
    expect(inputText(0.7, 'share', DEFAULT_CALENDAR)).toBe('70 %')
    expect(inputText(14, 'items', DEFAULT_CALENDAR)).toBe('14')
  })
})

it('says by which factors a value without a range is varied', () => {
  expect(assumedText(answer.assumed)).toBe('a guess from half to 2 times its value; of a share its odds.')
  expect(assumedText({})).toBeNull()
})
