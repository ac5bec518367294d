import { expect, it } from 'vitest'
import { elementOf } from '../../model/changes'
import { ROW_PITCH, STEP_PITCH } from '../canvas/sizes'
import { placeOf } from './useWholeMap'

it('takes in every box with the room around it, and no arrow', () => {
  const elements = new Map([
    ['a', elementOf({ kind: 'step', name: 'A', x: -100, y: 40 })],
    ['b', elementOf({ kind: 'note', note: 'note', text: 'B', x: 500, y: 240 })],
    ['f', elementOf({ kind: 'flow', flow: 'push', source: 'a', target: 'b' })],
  ])
  expect(placeOf(elements)).toEqual({
    x: -100 - STEP_PITCH,
    y: 40 - ROW_PITCH,
    width: 600 + 2 * STEP_PITCH,
    height: 200 + 2 * ROW_PITCH,
  })
  expect(placeOf(new Map())).toBeNull()
})
