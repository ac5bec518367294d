import { describe, expect, it } from 'vitest'
import { applyChanges, elementOf } from './changes'
import type { Elements } from './types'

const map: Elements = new Map([
  ['review', elementOf({ kind: 'step', name: 'Code review', x: 0, y: 0, people: { value: 2, source: 'guess' } })],
  ['test', elementOf({ kind: 'step', name: 'Test', x: 200, y: 0 })],
])

describe('applyChanges', () => {
  it('adds, sets, empties and removes', () => {
    const after = applyChanges(map, {
      review: { before: { people: { value: 2, source: 'guess' }, role: null }, after: { people: null, role: 'Ops' } },
      test: { before: { kind: 'step', name: 'Test', x: 200, y: 0 }, after: null },
      idea: { before: null, after: { kind: 'note', note: 'idea', x: 0, y: 0, text: null } },
    })
    expect(Object.fromEntries(after)).toEqual({
      review: { kind: 'step', name: 'Code review', x: 0, y: 0, role: 'Ops' },
      idea: { kind: 'note', note: 'idea', x: 0, y: 0 },
    })
    expect(map.size).toBe(2)
  })

  it('is the same object without changes, and keeps the identity of untouched elements', () => {
    expect(applyChanges(map, {})).toBe(map)
    const after = applyChanges(map, { review: { before: { x: 0 }, after: { x: 9 } } })
    expect(after.get('test')).toBe(map.get('test'))
  })

  it('takes the identity of an equal element on screen', () => {
    const shown: Elements = new Map([...map, ['review', elementOf({ ...map.get('review'), x: 9 })]])
    const after = applyChanges(map, { review: { before: { x: 0 }, after: { x: 9 } } }, shown)
    expect(after.get('review')).toBe(shown.get('review'))
  })

  it('leaves alone what it does not know', () => {
    const after = applyChanges(map, { gone: { before: { x: 0 }, after: { x: 9 } } })
    expect(Object.fromEntries(after)).toEqual(Object.fromEntries(map))
  })
})
