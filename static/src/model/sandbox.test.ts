import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_CALENDAR } from './calendar'
import { addFlow, addNote, addStep, setFields } from './edits'
import { applyEdits } from './predict'
import { removeEdits } from './reorder'
import { amend, type Differences, differencesOf, rowsOf, standingOf, without } from './sandbox'
import type { Edit, ElementId, Elements, Fields, MapElement } from './types'

const DAY = 8 * 3600

function mapOf(elements: Record<ElementId, Fields>): Elements {
  return new Map(Object.entries(elements) as unknown as [ElementId, MapElement][])
}

const step = (name: string, x: number): Fields => ({
  kind: 'step',
  name,
  x,
  y: 0,
  wait_time: { value: 3 * DAY, source: 'estimate' },
})
const flow = (source: string, target: string): Fields => ({ kind: 'flow', flow: 'push', source, target })

/** Development → Review → Test → Release, with a note about Test. */
const TODAY = mapOf({
  dev: step('Development', 0),
  review: step('Review', 260),
  test: step('Test', 520),
  release: step('Release', 780),
  'dev-review': flow('dev', 'review'),
  'review-test': flow('review', 'test'),
  'test-release': flow('test', 'release'),
  note: { kind: 'note', note: 'note', text: 'Why so long?', about: 'test', x: 520, y: 300 },
})

function seen(today: Elements, differences: Differences): Elements {
  return standingOf(today, differences, DEFAULT_CALENDAR).elements
}

function tried(today: Elements, differences: Differences, edits: Edit[]): Differences {
  const before = seen(today, differences)
  const after = applyEdits(before, edits, DEFAULT_CALENDAR)
  expect(after, 'the edits fit').not.toBe(before)
  return amend(differences, today, before, after)
}

function onMap(today: Elements, edits: Edit[]): Elements {
  const after = applyEdits(today, edits, DEFAULT_CALENDAR)
  expect(after, 'the edits fit').not.toBe(today)
  return after
}

const NONE: Differences = new Map()
const rows = (today: Elements, differences: Differences) =>
  rowsOf(today, differences, standingOf(today, differences, DEFAULT_CALENDAR).lost)

describe('a what-if as differences from the map', () => {
  it('is the map itself while nothing differs', () => {
    const standing = standingOf(TODAY, NONE, DEFAULT_CALENDAR)
    expect(standing.elements).toBe(TODAY)
    expect(standing.edits).toEqual([])
  })

  it('says each change once, however often it was made, and the server gets the last value', () => {
    const first = tried(TODAY, NONE, [setFields(TODAY, 'test', { people: 2 })])
    const both = tried(TODAY, first, [setFields(seen(TODAY, first), 'test', { people: 3, wip_limit: 4 })])
    expect(rows(TODAY, both).map(({ key }) => key)).toEqual(['test people', 'test wip_limit'])
    expect(standingOf(TODAY, both, DEFAULT_CALENDAR).edits).toEqual([
      {
        do: 'set',
        id: 'test',
        fields: { people: { value: 3, source: 'estimate' }, wip_limit: 4 },
        saw: { people: null, wip_limit: null },
      },
    ])
  })

  it('is nothing where a value is set back to what the map has', () => {
    const changed = tried(TODAY, NONE, [setFields(TODAY, 'test', { wait_time: '1d' })])
    const back = tried(TODAY, changed, [setFields(seen(TODAY, changed), 'test', { wait_time: '3d' })])
    expect(back.size).toBe(0)
  })

  it('forgets what was added and removed again', () => {
    const added = tried(TODAY, NONE, [addStep({ name: 'Check', x: 0, y: 200 }, 'check')])
    expect(tried(TODAY, added, [{ do: 'remove', id: 'check' }]).size).toBe(0)
  })

  it('removes a step as one change, with its arrows, and closes the chain over it', () => {
    const removed = tried(TODAY, NONE, removeEdits(TODAY, ['test']))
    expect(rows(TODAY, removed).map(({ key, what }) => [key, what])).toEqual([['test', 'removed']])
    const view = seen(TODAY, removed)
    expect(view.get('review-test')).toMatchObject({ source: 'review', target: 'release' })
    expect(view.has('test-release')).toBe(false)
    expect(view.get('note')).not.toHaveProperty('about')
    expect(onMap(TODAY, [...standingOf(TODAY, removed, DEFAULT_CALENDAR).edits])).toEqual(view)
  })

  it('takes a removed step back with all that went with it, and leaves other changes', () => {
    const removed = tried(TODAY, NONE, removeEdits(TODAY, ['test']))
    const more = tried(TODAY, removed, [setFields(seen(TODAY, removed), 'dev', { people: 2 })])
    const back = without(more, 'test')
    expect(rows(TODAY, back).map(({ key }) => key)).toEqual(['dev people'])
    expect(seen(TODAY, without(back, 'dev people'))).toEqual(TODAY)
  })

  it('takes an added step back with its arrows', () => {
    const added = tried(TODAY, NONE, [
      addStep({ name: 'Check', x: 600, y: 200 }, 'check'),
      setFields(TODAY, 'review-test', { target: 'check' }),
      addFlow({ flow: 'push', source: 'check', target: 'test' }, 'check-test'),
    ])
    expect(rows(TODAY, added).map(({ key, what }) => [key, what])).toEqual([['check', 'added']])
    expect(without(added, 'check').size).toBe(0)
  })

  it('counts boxes that only moved in one row', () => {
    const moved = tried(TODAY, NONE, [setFields(TODAY, 'dev', { x: 40 }), setFields(TODAY, 'test', { y: 90 })])
    expect(rows(TODAY, moved).map(({ key, count }) => [key, count])).toEqual([['moved', 2]])
    expect(without(moved, 'moved').size).toBe(0)
  })

  it('keeps the identity of what nobody touched', () => {
    const changed = tried(TODAY, NONE, [setFields(TODAY, 'test', { people: 2 })])
    const view = seen(TODAY, changed)
    expect(view.get('dev')).toBe(TODAY.get('dev'))
    const later = onMap(TODAY, [setFields(TODAY, 'dev', { people: 1 })])
    expect(standingOf(later, changed, DEFAULT_CALENDAR, view).elements.get('test')).toBe(view.get('test'))
  })
})

describe('a what-if while the map goes on', () => {
  const changed = tried(TODAY, NONE, [setFields(TODAY, 'test', { wait_time: '1d' })])

  it('lies over what others change', () => {
    const later = onMap(TODAY, [setFields(TODAY, 'test', { people: 4 }), setFields(TODAY, 'dev', { name: 'Building' })])
    const view = seen(later, changed)
    expect(view.get('test')).toMatchObject({ people: { value: 4 }, wait_time: { value: DAY } })
    expect(view.get('dev')).toMatchObject({ name: 'Building' })
  })

  it('stands where somebody changes the same figure, and says so', () => {
    const later = onMap(TODAY, [setFields(TODAY, 'test', { wait_time: '2d' })])
    expect(seen(later, changed).get('test')).toMatchObject({ wait_time: { value: DAY } })
    expect(rows(later, changed)).toMatchObject([{ isNews: true, from: { value: 2 * DAY }, lost: null }])
  })

  it('asks for nothing where the map says the same by now, and comes back when it does not', () => {
    const same = onMap(TODAY, [setFields(TODAY, 'test', { wait_time: '1d' })])
    expect(standingOf(same, changed, DEFAULT_CALENDAR).edits).toEqual([])
    expect(rows(same, changed)).toMatchObject([{ isSame: true }])
    expect(seen(TODAY, changed).get('test')).toMatchObject({ wait_time: { value: DAY } })
  })

  it('merges a name that both have changed', () => {
    const named = tried(TODAY, NONE, [setFields(TODAY, 'test', { name: 'Short Test' })])
    const later = onMap(TODAY, [setFields(TODAY, 'test', { name: 'Test on staging' })])
    expect(seen(later, named).get('test')).toMatchObject({ name: 'Short Test on staging' })
    const again = tried(later, named, [setFields(seen(later, named), 'test', { name: 'Short Test on a copy' })])
    expect(seen(later, again).get('test')).toMatchObject({ name: 'Short Test on a copy' })
  })

  it('keeps a change whose element is gone, and the rest goes on counting', () => {
    const both = tried(TODAY, changed, [setFields(TODAY, 'dev', { people: 2 })])
    const later = onMap(TODAY, [{ do: 'remove', id: 'test' }])
    const standing = standingOf(later, both, DEFAULT_CALENDAR)
    expect([...standing.lost]).toEqual([['test wait_time', 'gone']])
    expect(standing.edits.map(({ id }) => id)).toEqual(['dev'])
    expect(rows(later, both)).toMatchObject([{ key: 'test wait_time', lost: 'gone', of: { name: 'Test' } }, {}])
    expect(seen(TODAY, both).get('test')).toMatchObject({ wait_time: { value: DAY } })
  })

  it('keeps an arrow whose end is gone, and a note about what is gone', () => {
    const drawn = tried(TODAY, NONE, [
      addFlow({ flow: 'rework', source: 'test', target: 'dev' }, 'rework'),
      setFields(TODAY, 'note', { about: 'review' }),
    ])
    const later = onMap(TODAY, [
      { do: 'remove', id: 'test' },
      { do: 'remove', id: 'review' },
    ])
    const standing = standingOf(later, drawn, DEFAULT_CALENDAR)
    expect(Object.fromEntries(standing.lost)).toEqual({ rework: 'end_gone', 'note about': 'end_gone' })
    expect(standing.elements).toEqual(later)
  })

  it('does what still can be done where the map forbids one change', () => {
    const drawn = tried(TODAY, changed, [addFlow({ flow: 'push', source: 'dev', target: 'test' }, 'short-cut')])
    const later = onMap(TODAY, [addFlow({ flow: 'push', source: 'dev', target: 'test' }, 'theirs')])
    const standing = standingOf(later, drawn, DEFAULT_CALENDAR)
    expect(Object.fromEntries(standing.lost)).toEqual({ 'short-cut': 'refused' })
    expect(standing.elements.get('test')).toMatchObject({ wait_time: { value: DAY } })
  })

  it('says of a removed step that the map has lost it, too', () => {
    const removed = tried(TODAY, NONE, removeEdits(TODAY, ['test']))
    const later = onMap(TODAY, [...removeEdits(TODAY, ['test'])])
    expect(rows(later, removed)).toMatchObject([{ key: 'test', what: 'removed', isSame: true, lost: null }])
    expect(standingOf(later, removed, DEFAULT_CALENDAR).edits).toEqual([])
  })
})

describe('a what-if that somebody shared', () => {
  it('is the same what-if on the same map', () => {
    const mine = tried(
      TODAY,
      tried(TODAY, NONE, [setFields(TODAY, 'dev', { people: 2 }), addNote({ note: 'idea', x: 0, y: 9 }, 'idea')]),
      removeEdits(TODAY, ['test']),
    )
    const { edits, elements } = standingOf(TODAY, mine, DEFAULT_CALENDAR)
    const { differences, missed } = differencesOf(TODAY, edits, DEFAULT_CALENDAR)
    expect(missed).toBe(0)
    expect(seen(TODAY, differences)).toEqual(elements)
    expect(new Set(rows(TODAY, differences).map(({ key }) => key))).toEqual(
      new Set(rows(TODAY, mine).map(({ key }) => key)),
    )
  })

  it('leaves out what does not fit the map any more, and counts it', () => {
    const mine = tried(TODAY, NONE, [setFields(TODAY, 'dev', { people: 2 }), setFields(TODAY, 'test', { people: 2 })])
    const { edits } = standingOf(TODAY, mine, DEFAULT_CALENDAR)
    const later = onMap(TODAY, [{ do: 'remove', id: 'test' }])
    const { differences, missed } = differencesOf(later, edits, DEFAULT_CALENDAR)
    expect(missed).toBe(1)
    expect([...differences.keys()]).toEqual(['dev'])
  })
})

describe('whatever is tried and whatever happens meanwhile', () => {
  const id = fc.constantFrom(...TODAY.keys(), 'new', 'new-flow')
  const end = fc.constantFrom('dev', 'review', 'test', 'release', 'new')
  const fields = fc.oneof(
    fc.record({ name: fc.constantFrom('One', 'Two words', 'Three more words') }),
    fc.record({ people: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ x: fc.integer({ min: 0, max: 900 }), y: fc.integer({ min: 0, max: 900 }) }),
    fc.record({ source: end, target: end }),
    fc.record({ about: end }),
    fc.record({ share: fc.constantFrom(0.2, 0.5, null) }),
  )
  const added = fc.oneof(
    fc.constant(addStep({ name: 'New', x: 1, y: 1 }, 'new')),
    fc.tuple(end, end).map(([source, target]) => addFlow({ flow: 'push', source, target }, 'new-flow')),
  )
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    added,
    fc.record({ do: fc.constant('set' as const), id, fields, saw: fc.constant({}) }),
    fc.record({ do: fc.constant('remove' as const), id }),
  )
  const edits = fc.array(edit, { maxLength: 12 })

  it('the server makes of the edits what is seen here, and taking all back leaves the map', () => {
    fc.assert(
      fc.property(edits, edits, edits, (first, meanwhile, last) => {
        let differences = NONE
        let today = TODAY
        const tryOut = (one: Edit) => {
          const before = seen(today, differences)
          differences = amend(differences, today, before, applyEdits(before, [one], DEFAULT_CALENDAR))
        }
        for (const one of first) tryOut(one)
        for (const one of meanwhile) today = applyEdits(today, [one], DEFAULT_CALENDAR)
        for (const one of last) tryOut(one)
        const standing = standingOf(today, differences, DEFAULT_CALENDAR)
        const planned = standing.edits.length > 0 ? applyEdits(today, standing.edits, DEFAULT_CALENDAR) : today
        expect(new Map([...planned].toSorted())).toEqual(new Map([...standing.elements].toSorted()))
        for (let left = rows(today, differences); left[0]; left = rows(today, differences)) {
          const fewer = without(differences, left[0].key)
          expect(rows(today, fewer).map(({ key }) => key)).not.toContain(left[0].key)
          differences = fewer
        }
        expect(seen(today, differences)).toEqual(today)
      }),
      { seed: 4, numRuns: 400 },
    )
  })
})
