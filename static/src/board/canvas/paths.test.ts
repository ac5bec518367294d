import { describe, expect, it } from 'vitest'
import { arrowPath, border } from './paths'
import { boxAround } from './sizes'

const left = boxAround({ x: 0, y: 0 }, 160, 140)
const right = boxAround({ x: 240, y: 0 }, 160, 140)
const below = boxAround({ x: 0, y: 300 }, 160, 140)

describe('arrows', () => {
  it('go from side to side in reading direction', () => {
    expect(arrowPath('push', left, right)).toMatchObject({ tip: { x: 160, y: 0 }, into: { x: 1, y: 0 } })
  })

  it('go down to a box below', () => {
    expect(arrowPath('fifo', left, below)).toMatchObject({ tip: { x: 0, y: 230 }, into: { x: 0, y: 1 } })
  })

  it('pass under the boxes when they go back', () => {
    const path = arrowPath('push', right, left)
    expect(path.tip.y).toBe(70)
    expect(path.label.y).toBeGreaterThan(70)
  })

  it('of rework go over the boxes, higher the farther they go', () => {
    const near = arrowPath('rework', right, left)
    const far = arrowPath('rework', boxAround({ x: 960, y: 0 }, 160, 140), left)
    expect(near.label.y).toBeLessThan(-70)
    expect(far.label.y).toBeLessThan(near.label.y)
  })

  it('of information run above boxes side by side; electronic ones have a zigzag', () => {
    const manual = arrowPath('information_manual', left, right)
    expect(manual.label.y).toBe(-102)
    const corners = (d: string) => d.split('L').length
    expect(corners(arrowPath('information_electronic', left, right).d)).toBeGreaterThan(corners(manual.d))
  })
})

describe('the border of a box', () => {
  it('is met where the line leaves it', () => {
    expect(border(left, { x: 0, y: 0 }, { x: 0, y: 300 })).toEqual({ x: 0, y: 70 })
    expect(border(left, { x: 0, y: 0 }, { x: 800, y: 0 })).toEqual({ x: 80, y: 0 })
  })
})
