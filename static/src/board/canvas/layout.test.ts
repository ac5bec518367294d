import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_CALENDAR } from '../../model/calendar'
import { applyEdits } from '../../model/predict'
import type { Elements, MapElement } from '../../model/types'
import { snap } from './align'
import { arrange, tidy } from './layout'

const step = (name: string, x: number, y: number): MapElement => ({ kind: 'step', name, x, y })
const push = (source: string, target: string): MapElement => ({ kind: 'flow', flow: 'push', source, target })

describe('tidying up', () => {
  it('puts a chain in a row in stream order, at the pitch of the board', () => {
    const map: Elements = new Map([
      ['a', step('A', 500, 300)],
      ['b', step('B', 40, 90)],
      ['c', step('C', 300, -70)],
      ['ab', push('a', 'b')],
      ['bc', push('b', 'c')],
    ])
    const places = arrange(map)
    const xs = ['a', 'b', 'c'].map((id) => places.get(id)?.x)
    expect(xs).toEqual([40, 280, 520])
    expect(new Set(['a', 'b', 'c'].map((id) => places.get(id)?.y)).size).toBe(1)
  })

  it('spreads branches around their line brings the join back to it, and is then at rest', () => {
    const map: Elements = new Map([
      ['a', step('A', 0, 0)],
      ['up', step('Up', 10, -50)],
      ['down', step('Down', 10, 50)],
      ['join', step('Join', 20, 0)],
      ['1', push('a', 'up')],
      ['2', push('a', 'down')],
      ['3', push('up', 'join')],
      ['4', push('down', 'join')],
    ])
    const places = arrange(map)
    const y = (id: string) => places.get(id)?.y ?? Number.NaN
    expect(y('up')).toBeLessThan(y('a'))
    expect(y('down')).toBeGreaterThan(y('a'))
    expect(y('join')).toBeCloseTo(y('a'))
    expect(places.get('up')?.x).toBe(places.get('down')?.x)
    expect(tidy(applyEdits(map, tidy(map), DEFAULT_CALENDAR))).toEqual([])
  })

  it('carries notes with the step that they speak about, in the same operation', () => {
    const map: Elements = new Map([
      ['a', step('A', 0, 0)],
      ['b', step('B', 900, 400)],
      ['ab', push('a', 'b')],
      ['n', { kind: 'note', note: 'note', about: 'b', x: 900, y: 560 } as MapElement],
    ])
    const tidied = applyEdits(map, tidy(map), DEFAULT_CALENDAR)
    const [b, n] = [tidied.get('b'), tidied.get('n')]
    expect(n?.kind === 'note' && b?.kind === 'step' && [n.x - b.x, n.y - b.y]).toEqual([0, 160])
  })

  it('never puts two boxes on one place', () => {
    const maps = fc.record({
      places: fc.array(fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 })), {
        minLength: 1,
        maxLength: 12,
      }),
      arrows: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 16 }),
    })
    fc.assert(
      fc.property(maps, ({ places, arrows }) => {
        const map = new Map<string, MapElement>(places.map(([x, y], n) => [`s${n}`, step(`S${n}`, x, y)]))
        for (const [from, to] of arrows) {
          if (from !== to && from < places.length && to < places.length)
            map.set(`f${from}-${to}`, push(`s${from}`, `s${to}`))
        }
        const spots = Array.from(arrange(map).values(), ({ x, y }) => `${Math.round(x)},${Math.round(y)}`)
        expect(spots).toHaveLength(places.length)
        expect(new Set(spots).size).toBe(spots.length)
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})

describe('snapping', () => {
  it('prefers the line of another box, else the grid', () => {
    const snapped = snap({ x: 243, y: 57 }, [{ x: 240, y: 0 }], 6)
    expect(snapped).toEqual({ at: { x: 240, y: 60 }, guides: { x: 240, y: null } })
  })
})
