import { describe, expect, it } from 'vitest'
import { addedBy, areaAround, type Ground, lockOf, type MapLock, wholeLock, whyHeld, whyRefused } from './locks'
import { applyEdits } from './predict'
import type { Edit, MapElement, Operation, Person } from './types'

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

const ana: Person = { id: 'ana', name: 'Ana', colour: 1, role: 'facilitator', removed: false }
const ground = (part: Partial<Ground>): Ground => ({
  role: 'member',
  elements,
  map: { locks: [] },
  people: new Map([['ana', ana]]),
  added: null,
  ...part,
})
const locked = (...locks: MapLock[]) => ground({ map: { locks } })

describe('what is kept from me', () => {
  it('is said with what it is and who locked it', () => {
    expect(whyHeld('a', locked(lock({ scope: 'element', element: 'a' })))).toContain('“A” is locked by Ana')
    expect(whyHeld('a', locked(lock({ scope: 'area', area: left })))).toContain('in a part of the map that Ana locked')
    expect(whyHeld('f', locked(lock({})))).toContain('Ana locked this map')
    expect(whyHeld('b', locked(lock({ scope: 'element', element: 'a' })))).toBeNull()
  })

  it('is what others added, while members change only their own', () => {
    const map = { members_may: 'own' as const }
    expect(whyHeld('a', ground({ map, added: new Set(['b']) }))).toContain('“A” was added by somebody else')
    expect(whyHeld('b', ground({ map, added: new Set(['b']) }))).toBeNull()
    // Until the server has said what is mine, it alone decides.
    expect(whyHeld('a', ground({ map }))).toBeNull()
    expect(whyHeld('a', ground({ map: { members_may: 'all' }, added: new Set() }))).toBeNull()
  })

  it('is nothing for a facilitator, who passes every lock', () => {
    const all = [lock({}), lock({ scope: 'element', element: 'a' })]
    const facilitator = ground({ role: 'facilitator', map: { locks: all, members_may: 'own' }, added: new Set() })
    expect(whyHeld('a', facilitator)).toBeNull()
    expect(wholeLock(facilitator)).toBeNull()
    expect(whyRefused(new Map(), facilitator)).toBeNull()
    expect(wholeLock(locked(...all))?.scope).toBe('map')
  })

  it.each<[string, Edit[], MapLock, string | null]>([
    [
      'changing it',
      [{ do: 'set', id: 'a', fields: { name: 'C' }, saw: {} }],
      lock({ scope: 'element', element: 'a' }),
      '“A”',
    ],
    ['removing it', [{ do: 'remove', id: 'a' }], lock({ scope: 'element', element: 'a' }), '“A”'],
    ['removing an arrow along', [{ do: 'remove', id: 'a' }], lock({ scope: 'element', element: 'f' }), 'This arrow'],
    [
      'moving something in',
      [{ do: 'set', id: 'b', fields: { x: 0 }, saw: {} }],
      lock({ scope: 'area', area: left }),
      '“B”',
    ],
    [
      'moving it out',
      [{ do: 'set', id: 'a', fields: { x: 900 }, saw: {} }],
      lock({ scope: 'area', area: left }),
      '“A”',
    ],
    [
      'adding there',
      [{ do: 'add', id: 'n', element: { kind: 'step', name: 'N', x: 0, y: 0 } }],
      lock({ scope: 'area', area: left }),
      'Ana locked this part',
    ],
    [
      'adding beside it',
      [{ do: 'add', id: 'n', element: { kind: 'step', name: 'N', x: 600, y: 0 } }],
      lock({ scope: 'area', area: left }),
      null,
    ],
    [
      'another',
      [{ do: 'set', id: 'b', fields: { name: 'C' }, saw: {} }],
      lock({ scope: 'element', element: 'a' }),
      null,
    ],
  ])('%s is refused as the server would', (_, edits, held, why) => {
    const refused = whyRefused(applyEdits(elements, edits), locked(held))
    if (why === null) expect(refused).toBeNull()
    else expect(refused).toContain(why)
  })

  it('grows by what I add, and by nothing that others do', () => {
    const operation = (actor: string, before: null | object): Operation =>
      ({ seq: 1, op_id: 'o', actor, at: '', changes: { n: { before, after: {} } } }) as unknown as Operation
    const known = new Set(['a'])
    expect(addedBy([operation('ben', null)], 'ben', known)).toEqual(new Set(['a', 'n']))
    expect(addedBy([operation('mia', null), operation('ben', {})], 'ben', known)).toBe(known)
  })
})
