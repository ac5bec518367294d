import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../../tests/vectors/edits.json'
import { applyChanges, elementOf, sameValue } from './changes'
import { addFlow, addStep, removeElements, setFields } from './edits'
import { applyEdits } from './predict'
import type { Changes, Edit, Elements, Fields } from './types'

interface Vector {
  name: string
  elements: Record<string, Fields>
  edits: unknown
  changes?: Changes
  rejected?: string
}

function elementsOf(elements: Record<string, Fields>): Elements {
  return new Map(Object.entries(elements).map(([id, fields]) => [id, elementOf(fields)]))
}

function plain(elements: Elements): Record<string, unknown> {
  return Object.fromEntries(elements)
}

describe('prediction is what the server plans (tests/vectors/edits.json)', () => {
  it.each(vectors as unknown as Vector[])('$name', ({ elements, edits, changes, rejected }) => {
    const before = elementsOf(elements)
    const after = applyEdits(before, edits as Edit[])
    if (rejected === undefined) {
      expect(plain(after)).toEqual(plain(applyChanges(before, changes ?? {})))
    } else {
      expect(after).toBe(before)
    }
  })
})

const map: Elements = new Map([
  ['review', elementOf({ kind: 'step', name: 'Code review', x: 0, y: 0 })],
  ['test', elementOf({ kind: 'step', name: 'Test', x: 200, y: 0 })],
  ['flow', elementOf({ kind: 'flow', flow: 'push', source: 'review', target: 'test' })],
  ['note', elementOf({ kind: 'note', note: 'idea', text: 'Pair up', about: 'review', x: 0, y: 90 })],
])

describe('applyEdits', () => {
  it('keeps the identity of what it does not touch', () => {
    const after = applyEdits(map, [setFields(map, 'review', { role: 'Engineering' })])
    expect(after.get('test')).toBe(map.get('test'))
    expect(after.get('review')).not.toBe(map.get('review'))
  })

  it('reads times by the calendar it is given', () => {
    const edits = [setFields(map, 'review', { wait_time: '1d' })]
    const calendar = { hours_per_day: 24, days_per_week: 7, days_per_month: 30 }
    expect(applyEdits(map, edits, calendar).get('review')).toMatchObject({
      wait_time: { value: 86_400, source: 'estimate' },
    })
  })

  it('S6: shows nothing of a request of which one edit will be refused', () => {
    const edits = [setFields(map, 'review', { role: 'Engineering' }), setFields(map, 'gone', { role: 'Nobody' })]
    expect(applyEdits(map, edits)).toBe(map)
  })

  it('removes a selection that holds a step and its flow', () => {
    const after = applyEdits(map, removeElements(map, ['review', 'flow', 'review', 'unknown']))
    expect([...after.keys()]).toEqual(['test', 'note'])
    expect(after.get('note')).not.toHaveProperty('about')
  })

  it('adds a step and its flow in one request', () => {
    const edits = [
      addStep({ name: 'Release', x: 400, y: 0 }, 'release'),
      addFlow({ flow: 'push', source: 'test', target: 'release' }, 'out'),
    ]
    expect(applyEdits(map, edits).size).toBe(6)
  })

  it.each<[string, Fields]>([
    ['an empty name', { name: ' ' }],
    ['a name that is too long', { name: 'x'.repeat(201) }],
    ['a time that is no time', { wait_time: 'soon' }],
    ['a time below zero', { wait_time: { value: -1, source: 'guess' } }],
    ['a share above the whole', { complete_accurate: 1.5 }],
    ['half a person', { people: 1.5 }],
    ['nobody', { people: 0 }],
    ['an uptime of nothing', { uptime: 0 }],
    ['a range beside its value', { wait_time: { value: 5, low: 6, source: 'guess' } }],
    ['an unknown source', { wait_time: { value: 5, source: 'hearsay' } }],
    ['an unknown part', { wait_time: { value: 5, unit: 'h' } }],
    ['a count of no items', { wait_time: { value: 5, source: 'measured', n: 0 } }],
    ['an unknown field', { colour: 'red' }],
    ['an unknown choice', { value_class: 'nice' }],
    ['an unknown waste', { wastes: ['time'] }],
    ['a text for a mark', { automated: 'yes' }],
    ['a place that is too far', { x: 1e9 }],
    ['a half WIP limit', { wip_limit: 0.5 }],
  ])('predicts nothing for %s', (_, fields) => {
    expect(applyEdits(map, [setFields(map, 'review', fields)])).toBe(map)
  })

  it('never throws and never leaves a flow without its ends, whatever is asked', () => {
    const id = fc.constantFrom('review', 'test', 'flow', 'note', 'new')
    const anything = fc.oneof(id, fc.jsonValue({ maxDepth: 1 }))
    const field = fc.constantFrom(
      'name',
      'wait_time',
      'people',
      'source',
      'target',
      'about',
      'wastes',
      'x',
      'kind',
      'flow',
    )
    const fields = fc.dictionary(field, anything)
    const kind = fc.constantFrom('step', 'queue', 'flow', 'note', 'wall')
    const edit = fc.oneof(
      fc.record({ do: fc.constant('add'), id, element: fc.tuple(kind, fields).map(([k, f]) => ({ ...f, kind: k })) }),
      fc.record({ do: fc.constant('set'), id, fields, saw: fields }),
      fc.record({ do: fc.constant('remove'), id }),
    )
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const after = applyEdits(map, edits as Edit[])
        for (const element of after.values()) {
          if (element.kind === 'flow') expect(after.has(element.source) && after.has(element.target)).toBe(true)
          expect(Object.values(element)).not.toContain(null)
        }
      }),
      { seed: 20_260_302, numRuns: 1000 },
    )
  })
})

describe('E5', () => {
  it('absent and null are the same', () => {
    expect(sameValue({ value: 1, low: null }, { value: 1 })).toBe(true)
    expect(sameValue(null, undefined)).toBe(true)
    expect(sameValue({ value: 0 }, { value: null })).toBe(false)
    expect(sameValue([], null)).toBe(false)
    expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false)
  })
})
