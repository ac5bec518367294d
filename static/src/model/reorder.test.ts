import { describe, expect, it } from 'vitest'
import { streamOrder } from './order'
import { applyEdits } from './predict'
import { canReorder, removeEdits, reorderEdits } from './reorder'
import type { Elements, FlowKind, MapElement } from './types'

function step(name: string, x: number, y = 0): MapElement {
  return { kind: 'step', name, x, y }
}

function queue(x: number): MapElement {
  return { kind: 'queue', x, y: 0 }
}

function flow(source: string, target: string, kind: FlowKind = 'push'): MapElement {
  return { kind: 'flow', flow: kind, source, target }
}

function map(entries: Record<string, MapElement>): Elements {
  return new Map(Object.entries(entries))
}

/** "a>b>c" of the forward arrows, in stream order, for reading in a test. */
function arrows(elements: Elements, kind: FlowKind = 'push'): string[] {
  const order = streamOrder(elements)
  return [...elements.values()]
    .filter((element) => element.kind === 'flow' && element.flow === kind)
    .map((element) => (element.kind === 'flow' ? `${element.source}>${element.target}` : ''))
    .sort((a, b) => order.indexOf(a.split('>')[0] ?? '') - order.indexOf(b.split('>')[0] ?? ''))
}

function xOf(elements: Elements, id: string): number | undefined {
  const element = elements.get(id)
  return element && 'x' in element ? element.x : undefined
}

const CALENDAR = { hours_per_day: 8, days_per_week: 5, days_per_month: 20 }

function moved(elements: Elements, id: string, direction: 'earlier' | 'later'): Elements {
  return applyEdits(elements, reorderEdits(elements, id, direction), CALENDAR)
}

const chain = map({
  a: step('Refine', 0),
  b: step('Build', 200),
  c: step('Review', 400),
  d: step('Deploy', 600),
  ab: flow('a', 'b'),
  bc: flow('b', 'c'),
  cd: flow('c', 'd'),
  back: flow('c', 'a', 'rework'),
})

describe('a step in a chain', () => {
  it('moves later: three arrows are rewired and the places are traded', () => {
    const after = moved(chain, 'b', 'later')
    expect(arrows(after)).toEqual(['a>c', 'c>b', 'b>d'])
    expect([xOf(after, 'b'), xOf(after, 'c')]).toEqual([400, 200])
    expect(streamOrder(after)).toEqual(['a', 'c', 'b', 'd'])
  })

  it('moves earlier by the same edit as its neighbour moves later', () => {
    expect(reorderEdits(chain, 'c', 'earlier')).toEqual(reorderEdits(chain, 'b', 'later'))
  })

  it('comes back when it is moved there and back', () => {
    expect(moved(moved(chain, 'b', 'later'), 'b', 'earlier')).toEqual(chain)
  })

  it('moves to either end', () => {
    expect(arrows(moved(chain, 'b', 'earlier'))).toEqual(['b>a', 'a>c', 'c>d'])
    expect(arrows(moved(chain, 'c', 'later'))).toEqual(['a>b', 'b>d', 'd>c'])
  })

  it('keeps rework at the steps that it names', () => {
    expect(arrows(moved(chain, 'b', 'later'), 'rework')).toEqual(['c>a'])
  })

  it('stays where there is no neighbour', () => {
    expect(reorderEdits(chain, 'a', 'earlier')).toEqual([])
    expect(canReorder(chain, 'd', 'later')).toBe(false)
  })
})

describe('queues', () => {
  const piled = map({
    a: step('Refine', 0),
    b: step('Build', 200),
    q: queue(400),
    c: step('Review', 500),
    d: step('Deploy', 700),
    ab: flow('a', 'b'),
    bq: flow('b', 'q'),
    qc: flow('q', 'c'),
    cd: flow('c', 'd'),
  })

  it('travel with the step before which work piles up', () => {
    const after = moved(piled, 'c', 'earlier')
    expect(arrows(after)).toEqual(['a>q', 'q>c', 'c>b', 'b>d'])
    expect(['q', 'c', 'b', 'd'].map((id) => xOf(after, id))).toEqual([200, 300, 500, 700])
  })

  it('are passed together with their step', () => {
    expect(arrows(moved(piled, 'b', 'later'))).toEqual(['a>q', 'q>c', 'c>b', 'b>d'])
  })

  it('pass one element when they are moved themselves', () => {
    expect(arrows(moved(piled, 'q', 'later'))).toEqual(['a>b', 'b>c', 'c>q', 'q>d'])
    expect(arrows(moved(piled, 'q', 'earlier'))).toEqual(['a>q', 'q>b', 'b>c', 'c>d'])
  })
})

describe('branches', () => {
  const split = map({
    a: { kind: 'step', name: 'Sort', x: 0, y: 0 },
    b: { kind: 'step', name: 'Decide', x: 200, y: 0, split: 'all' },
    c: step('Left', 400, -100),
    d: step('Right', 400, 100),
    ab: flow('a', 'b'),
    bc: flow('b', 'c'),
    bd: flow('b', 'd'),
  })

  it('leave the step that stands last, and its way of splitting with them', () => {
    const after = moved(split, 'a', 'later')
    expect(arrows(after)).toEqual(['b>a', 'a>c', 'a>d'])
    expect(after.get('a')).toMatchObject({ split: 'all' })
    expect(after.get('b')).not.toHaveProperty('split')
  })

  it('are not torn: a step at a fork stays', () => {
    expect(reorderEdits(split, 'b', 'later')).toEqual([])
    expect(reorderEdits(split, 'c', 'earlier')).toEqual([])
  })

  it('a loop stays', () => {
    const loop = map({ a: step('A', 0), b: step('B', 200), ab: flow('a', 'b'), ba: flow('b', 'a') })
    expect(reorderEdits(loop, 'a', 'later')).toEqual([])
  })
})

describe('what hangs on a step', () => {
  it('comes along: notes and counted evidence', () => {
    const noted = new Map(chain)
    noted.set('n', { kind: 'note', note: 'note', text: 'slow', about: 'b', x: 210, y: 90 })
    noted.set('e', { kind: 'queue', counts_only: true, about: 'c', x: 390, y: 50 })
    const after = moved(noted, 'b', 'later')
    expect(xOf(after, 'n')).toBe(410)
    expect(xOf(after, 'e')).toBe(190)
  })
})

describe('steps without arrows', () => {
  const loose = map({ a: step('A', 0), b: step('B', 200), c: step('C', 400) })

  it('trade their places', () => {
    expect(streamOrder(moved(loose, 'a', 'later'))).toEqual(['b', 'a', 'c'])
  })

  it('part where they lie on one another', () => {
    const stacked = map({ a: step('A', 0), b: step('B', 0) })
    expect(streamOrder(moved(stacked, 'a', 'later'))).toEqual(['b', 'a'])
    expect(streamOrder(moved(stacked, 'b', 'earlier'))).toEqual(['b', 'a'])
  })
})

describe('removing', () => {
  const afterRemoving = (elements: Elements, ...ids: string[]) =>
    applyEdits(elements, removeEdits(elements, ids), CALENDAR)

  it('closes the chain over the gap with the arrow that led in', () => {
    expect(arrows(afterRemoving(chain, 'b'))).toEqual(['a>c', 'c>d'])
    expect(afterRemoving(chain, 'b').has('bc')).toBe(false)
  })

  it('does not bridge to an arrow that is there already', () => {
    const bypass = map({ ...Object.fromEntries(chain), ac: flow('a', 'c') })
    expect(arrows(afterRemoving(bypass, 'b'))).toEqual(['a>c', 'c>d'])
  })

  it('takes arrows once where their step goes too', () => {
    expect(removeEdits(chain, ['b', 'bc'])).toEqual([{ do: 'remove', id: 'b' }])
    expect([...afterRemoving(chain, 'b', 'bc', 'cd').keys()]).toEqual(['a', 'c', 'd', 'back'])
  })
})
