import { describe, expect, it } from 'vitest'
import type { Elements, MapElement } from '../../model/types'
import { freePlaceNear } from './freePlace'
import { boxAround, QUEUE_WIDTH, STEP_HEIGHT, STEP_WIDTH } from './sizes'

const SEEN = { left: -600, top: -400, right: 600, bottom: 400 }

describe('something new', () => {
  it('stands where it is wanted while nothing is there', () => {
    expect(freePlaceNear(new Map(), { x: 9.4, y: 30.6 }, 'step', { seen: SEEN })).toEqual({ x: 9, y: 31 })
  })

  it('never stands on another, and stays in sight as long as there is room', () => {
    const elements = new Map<string, MapElement>()
    for (let count = 0; count < 8; count += 1) {
      const place = freePlaceNear(elements, { x: 0, y: 0 }, 'step', { seen: SEEN })
      for (const other of elements.values()) {
        if (other.kind === 'flow') continue
        const apart = Math.abs(other.x - place.x) >= STEP_WIDTH || Math.abs(other.y - place.y) >= STEP_HEIGHT
        expect(apart).toBe(true)
      }
      expect(Math.abs(place.x)).toBeLessThanOrEqual(600 - STEP_WIDTH / 2)
      expect(Math.abs(place.y)).toBeLessThanOrEqual(400 - STEP_HEIGHT / 2)
      elements.set(`s${count}`, { kind: 'step', name: `Step ${count}`, ...place })
    }
  })

  it('goes out of sight only where all of it is full', () => {
    const full: Elements = new Map([['s', { kind: 'step', name: 'Step', x: 0, y: 0 } as MapElement]])
    const seen = boxAround({ x: 0, y: 0 }, STEP_WIDTH, STEP_HEIGHT)
    const place = freePlaceNear(full, { x: 0, y: 0 }, 'queue', { seen })
    expect(Math.abs(place.x) >= (STEP_WIDTH + QUEUE_WIDTH) / 2 || Math.abs(place.y) >= STEP_HEIGHT / 2).toBe(true)
  })

  it('keeps away from the trigger and the delivery', () => {
    const trigger = boxAround({ x: 0, y: 0 }, 104, 92)
    const place = freePlaceNear(new Map(), { x: 0, y: 0 }, 'step', { seen: SEEN, fixed: [trigger] })
    expect(Math.abs(place.x) >= 134 || Math.abs(place.y) >= 121).toBe(true)
  })
})
