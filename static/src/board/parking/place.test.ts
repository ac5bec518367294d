import { describe, expect, it } from 'vitest'
import { elementOf } from '../../model/changes'
import { parkEdits } from '../../model/parking'
import type { ElementId, MapElement } from '../../model/types'
import { boxAround, NOTE_HEIGHT, NOTE_WIDTH, STEP_HEIGHT, STEP_WIDTH } from '../canvas/sizes'
import { placeForParked } from './place'

const step = (x: number, y: number): MapElement => ({ kind: 'step', name: 'Build', x, y })

/** The map after so many notes were parked one after the other. */
function park(start: Record<ElementId, MapElement>, count: number) {
  const elements = new Map(Object.entries(start))
  const notes = Array.from({ length: count }, (_, place) => {
    const at = placeForParked(elements)
    const [edit] = parkEdits(`Note ${place}`, at, `n${place}`)
    if (edit?.do === 'add') elements.set(edit.id, elementOf(edit.element))
    return boxAround(at, NOTE_WIDTH, NOTE_HEIGHT)
  })
  return { elements, notes }
}

describe('where parked notes stand', () => {
  it('is below everything else, beginning at the left', () => {
    const { notes } = park({ a: step(100, 0), b: step(500, 300) }, 1)
    expect(notes[0]?.top).toBeGreaterThan(boxAround({ x: 500, y: 300 }, STEP_WIDTH, STEP_HEIGHT).bottom)
    expect(placeForParked(new Map(Object.entries({ a: step(100, 0), b: step(500, 300) }))).x).toBe(100)
  })

  it('covers no other box, however many there are, and grows in rows', () => {
    const { notes } = park({ a: step(0, 0) }, 14)
    for (const [place, one] of notes.entries()) {
      for (const other of notes.slice(place + 1)) {
        const meets =
          one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top
        expect(meets).toBe(false)
      }
    }
    expect(new Set(notes.map(({ top }) => top)).size).toBe(3)
  })

  it('is where somebody has put the others', () => {
    const parked = { kind: 'note', note: 'parking_lot', text: 'Contracts', x: -900, y: -700 } as MapElement
    const at = placeForParked(new Map(Object.entries({ a: step(0, 0), p: parked })))
    expect(at.y).toBe(-700)
    expect(at.x).toBeGreaterThan(-900)
  })

  it('is somewhere on an empty map', () => {
    expect(placeForParked(new Map())).toEqual({ x: 0, y: 0 })
  })
})
