import { describe, expect, it } from 'vitest'
import { addFlow, addQueue, addStep } from './edits'
import { streamOrder } from './order'
import { applyEdits } from './predict'
import type { Elements, FlowKind } from './types'

function mapOf(
  places: Record<string, [number, number]>,
  flows: [string, string, FlowKind?][],
  queues: string[] = [],
): Elements {
  const nodes = Object.entries(places).map(([id, [x, y]]) =>
    queues.includes(id) ? addQueue({ x, y }, id) : addStep({ name: id, x, y }, id),
  )
  const arrows = flows.map(([source, target, flow = 'push'], index) => addFlow({ flow, source, target }, `f${index}`))
  return applyEdits(new Map(), [...nodes, ...arrows])
}

describe('streamOrder', () => {
  it('follows the flows, not the places', () => {
    const map = mapOf(
      { a: [300, 0], q: [0, 0], b: [100, 0] },
      [
        ['a', 'q'],
        ['q', 'b', 'fifo'],
      ],
      ['q'],
    )
    expect(streamOrder(map)).toEqual(['a', 'q', 'b'])
  })

  it('orders what no flow orders by x, y and id', () => {
    const map = mapOf({ d: [100, 0], c: [0, 50], b: [0, 0], a: [100, 0] }, [])
    expect(streamOrder(map)).toEqual(['b', 'c', 'a', 'd'])
  })

  it('is not led back by rework or information', () => {
    const map = mapOf({ a: [0, 0], b: [100, 0] }, [
      ['a', 'b'],
      ['b', 'a', 'rework'],
      ['b', 'a', 'information_manual'],
    ])
    expect(streamOrder(map)).toEqual(['a', 'b'])
  })

  it('leaves out the flow that closes a loop and keeps the rest', () => {
    const map = mapOf({ a: [0, 0], b: [200, 0], c: [100, 0], d: [300, 0] }, [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['c', 'd'],
    ])
    expect(streamOrder(map)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('orders a large chain in no time', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `s${index}`)
    const places = Object.fromEntries(ids.map((id, index) => [id, [-index, 0] as [number, number]]))
    const flows = ids.slice(1).map((id, index): [string, string] => [`s${index}`, id])
    const map: Elements = mapOf(places, [])
    const flowing = new Map(map)
    for (const [index, [source, target]] of flows.entries()) {
      flowing.set(`f${index}`, { kind: 'flow', flow: 'push', source, target })
    }
    const started = performance.now()
    expect(streamOrder(flowing)).toEqual(ids)
    expect(performance.now() - started).toBeLessThan(200)
  })
})
