import type { Edge, Node } from '@xyflow/react'
import { describe, expect, it } from 'vitest'
import type { Charter, Elements, MapElement } from '../../model/types'
import { DELIVERY, edgesOf, type NodeParts, nodesOf, TRIGGER } from './graph'

const charter: Charter = {
  name: 'Feature delivery',
  customer: 'Users',
  value: 'A feature',
  trigger: 'Design approved',
  delivery: 'Live',
  unit: 'feature',
  calendar: { hours_per_day: 8, days_per_week: 5, days_per_month: 20 },
  queue_rule: 'demand',
}

const step = (name: string, x: number, more: object = {}): MapElement => ({ kind: 'step', name, x, y: 0, ...more })
const push = (source: string, target: string): MapElement => ({ kind: 'flow', flow: 'push', source, target })

const map: Elements = new Map([
  ['b', step('Development', 240, { split: 'all' })],
  ['a', step('Refinement', 0, { wait_time: { value: 86_400, source: 'guess' } })],
  ['c', step('Review', 480)],
  ['d', step('Security check', 480)],
  ['ab', push('a', 'b')],
  ['bc', push('b', 'c')],
  ['bd', push('b', 'd')],
  ['n', { kind: 'note', note: 'idea', text: 'Smaller', about: 'a', x: 0, y: 200 } as MapElement],
])

function parts(elements: Elements, more: Partial<NodeParts> = {}): NodeParts {
  return { elements, charter, selection: [], places: new Map(), sizes: new Map(), ...more }
}

const byId = <Item extends { id: string }>(items: readonly Item[]) => new Map(items.map((item) => [item.id, item]))

describe('the nodes', () => {
  it('come in stream order, after trigger and delivery and before the notes', () => {
    expect(nodesOf(parts(map), new Map()).map(({ id }) => id)).toEqual([TRIGGER, DELIVERY, 'a', 'b', 'c', 'd', 'n'])
  })

  it('stay the same objects while nothing in them changes, and only the changed one is new', () => {
    const before = byId<Node>(nodesOf(parts(map), new Map()))
    const renamed = new Map(map).set('c', step('Code review', 480))
    const after = nodesOf(parts(renamed), before)
    expect(after.filter((node) => before.get(node.id) !== node).map(({ id }) => id)).toEqual(['c'])
  })

  it('stand where they are being dragged', () => {
    const nodes = byId<Node>(nodesOf(parts(map, { places: new Map([['a', { x: 7, y: 8 }]]) }), new Map()))
    expect(nodes.get('a')?.position).toEqual({ x: 7, y: 8 })
  })

  it('say in words what they show', () => {
    const nodes = byId<Node>(nodesOf(parts(map), new Map()))
    expect(nodes.get('a')?.ariaLabel).toBe('Step Refinement, wait 3 d, work not said, %C/A not said')
  })
})

describe('the edges', () => {
  const edges = byId<Edge>(edgesOf(map, charter, [], new Map()))

  it('know where the flow splits, and how', () => {
    expect(edges.get('ab')?.data?.parting).toBeNull()
    expect(edges.get('bc')?.data?.parting).toBe('all')
  })

  it('lead from the trigger into every start and from every end to the delivery', () => {
    const drawn = Array.from(edges.values(), ({ source, target }) => `${source}>${target}`)
    expect(drawn.filter((way) => way.includes('@'))).toEqual([`${TRIGGER}>a`, `c>${DELIVERY}`, `d>${DELIVERY}`])
  })

  it('tie a note to what it is about', () => {
    expect(edges.get('n@about')).toMatchObject({ source: 'n', target: 'a', type: 'about' })
  })

  it('are called by what they join, never by ids', () => {
    const called = (id: string) => edges.get(id)?.ariaLabel
    expect(called('ab')).toBe('Push from Refinement to Development')
    expect(called('n@about')).toBe('Thread from the idea “Smaller” to “Refinement”')
    expect(called(`${TRIGGER}-a`)).toBe('From the trigger to Refinement')
    expect(called(`c-${DELIVERY}`)).toBe('From Review to the delivery')
  })

  it('stay the same objects while nothing changes', () => {
    for (const edge of edgesOf(map, charter, [], edges)) expect(edges.get(edge.id)).toBe(edge)
  })
})
