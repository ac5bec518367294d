import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import cases from '../../../tests/vectors/wastes.json'
import { WASTES } from './fields'
import type { Elements, MapElement, Waste } from './types'
import { hypothesesOf, markEdit, markedElements, paretoOf, paretoOfVotes, vitalFew } from './waste'

const mapOf = (elements: object) => new Map(Object.entries(elements)) as Elements

const step = (wastes?: Waste[]): MapElement => ({
  kind: 'step',
  name: 'Build',
  x: 0,
  y: 0,
  ...(wastes ? { wastes } : {}),
})

describe('the Pareto of wastes', () => {
  it.each(cases)('counts as the server does: $name', ({ elements, pareto }) => {
    const found = paretoOf(mapOf(elements)).map(({ waste, marks, cumulativeShare, elements: where }) => ({
      waste,
      marks,
      cumulative_share: Math.round(cumulativeShare * 1e6) / 1e6,
      elements: where,
    }))
    expect(found).toEqual(pareto)
  })

  it('counts one kind of element alone', () => {
    const elements = mapOf({ a: step(['waiting']), q: { kind: 'queue', x: 0, y: 0, wastes: ['waiting', 'inventory'] } })
    expect(paretoOf(elements, 'queue').map(({ waste, marks }) => [waste, marks])).toEqual([
      ['waiting', 1],
      ['inventory', 1],
    ])
    expect(paretoOf(elements, 'flow')).toEqual([])
  })

  it('names the few that make up most of it', () => {
    const pareto = paretoOfVotes([
      { target: 'motion', count: 6 },
      { target: 'waiting', count: 2 },
      { target: 'defects', count: 1 },
      { target: 'talent', count: 1 },
      { target: 'inventory', count: 0 },
    ])
    expect(vitalFew(pareto).map(({ waste }) => waste)).toEqual(['motion', 'waiting'])
    expect(pareto.at(-1)?.cumulativeShare).toBe(1)
    expect(vitalFew([])).toEqual([])
  })

  it('lists elements with the most marks first, or those with one waste', () => {
    const elements = mapOf({ a: step(['waiting']), b: step(['waiting', 'motion']), c: step() })
    expect(markedElements(elements, null).map(({ id }) => id)).toEqual(['b', 'a'])
    expect(markedElements(elements, 'motion').map(({ id }) => id)).toEqual(['b'])
    expect(markedElements(elements, null, 'flow')).toEqual([])
  })
})

describe('marking', () => {
  const waste = fc.constantFrom(...WASTES)

  it('puts a waste on and takes it off again, in the usual order, whatever else is there', () => {
    fc.assert(
      fc.property(fc.uniqueArray(waste), waste, (there, mark) => {
        const before = WASTES.filter((one) => there.includes(one))
        const elements = mapOf({ a: step(before.length > 0 ? before : undefined) })
        const edit = markEdit(elements, 'a', mark)
        if (edit?.do !== 'set') throw new Error('no edit')
        const after = (edit.fields.wastes ?? []) as Waste[]
        expect(after).toEqual(WASTES.filter((one) => there.includes(one) !== (one === mark)))
        expect(edit.saw).toEqual({ wastes: before.length > 0 ? before : null })
        expect(edit.fields.wastes === null).toBe(after.length === 0)
      }),
      { seed: 7 },
    )
  })

  it('names the waste of a hypothesis, and leaves other notes alone', () => {
    const note = { kind: 'note', text: 'Batches are too big', x: 0, y: 0 }
    const elements = mapOf({ h: { ...note, note: 'hypothesis' }, n: { ...note, note: 'note' } })
    expect(markEdit(elements, 'h', 'waiting')).toEqual({
      do: 'set',
      id: 'h',
      fields: { waste: 'waiting' },
      saw: { waste: null },
    })
    expect(markEdit(elements, 'n', 'waiting')).toBeNull()
    expect(markEdit(elements, 'gone', 'waiting')).toBeNull()
    const named = mapOf({ h: { ...note, note: 'hypothesis', waste: 'waiting' } })
    expect(markEdit(named, 'h', 'waiting')).toMatchObject({ fields: { waste: null } })
  })

  it('lists hypotheses from left to right', () => {
    const note = { kind: 'note', note: 'hypothesis', y: 0 }
    const elements = mapOf({ b: { ...note, x: 90 }, a: { ...note, x: 10 }, s: step() })
    expect(hypothesesOf(elements).map(({ id }) => id)).toEqual(['a', 'b'])
  })
})
