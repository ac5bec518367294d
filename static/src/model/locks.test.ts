import { describe, expect, it } from 'vitest'
import { areaAround, lockOf, type MapLock } from './locks'
import type { MapElement } from './types'

const elements = new Map<string, MapElement>([
  ['a', { kind: 'step', name: 'A', x: 0, y: 0 }],
  ['b', { kind: 'step', name: 'B', x: 300, y: 0 }],
  ['f', { kind: 'flow', flow: 'push', source: 'a', target: 'b' }],
])
const lock = (part: Partial<MapLock>): MapLock => ({
  id: part.scope ?? 'map',
  scope: 'map',
  element: null,
  area: null,
  by: 'ana',
  at: '',
  ...part,
})
const left = { x: -50, y: -50, width: 100, height: 100 }

describe('locks', () => {
  it('hold an element, what stands in an area, and flows with both ends in it', () => {
    expect(lockOf('a', elements, [lock({ scope: 'element', element: 'a' })])?.scope).toBe('element')
    expect(lockOf('b', elements, [lock({ scope: 'element', element: 'a' })])).toBeNull()
    expect(lockOf('a', elements, [lock({ scope: 'area', area: left })])?.scope).toBe('area')
    expect(lockOf('f', elements, [lock({ scope: 'area', area: left })])).toBeNull()
    expect(lockOf('f', elements, [lock({ scope: 'area', area: { ...left, width: 400 } })])?.scope).toBe('area')
    expect(lockOf('gone', elements, [lock({})])).toBeNull()
  })

  it('are named by the narrowest', () => {
    expect(lockOf('a', elements, [lock({}), lock({ scope: 'element', element: 'a' })])?.scope).toBe('element')
    expect(lockOf('b', elements, [lock({})])?.scope).toBe('map')
  })

  it('are drawn around what is selected', () => {
    expect(areaAround(['a', 'b', 'f'], elements, 10)).toEqual({ x: -10, y: -10, width: 320, height: 20 })
    expect(areaAround(['f'], elements, 10)).toBeNull()
  })
})
