import { describe, expect, it } from 'vitest'
import type { Elements, FlowKind, MapElement } from '../../model/types'
import { startsAndEnds } from './chain'

const step = (name: string, x: number): MapElement => ({ kind: 'step', name, x, y: 0 })
const arrow = (flow: FlowKind, source: string, target: string): MapElement => ({ kind: 'flow', flow, source, target })

describe('the stream', () => {
  const chain: Elements = new Map([
    ['a', step('Write goals', 0)],
    ['b', step('Agree', 240)],
    ['ab', arrow('push', 'a', 'b')],
  ])

  it('starts where nothing comes in and ends where nothing goes on', () => {
    expect(startsAndEnds(chain)).toEqual({ starts: ['a'], ends: ['b'] })
  })

  it('starts at the first step also where work comes back to it', () => {
    const reworked: Elements = new Map([...chain, ['ba', arrow('rework', 'b', 'a')]])
    expect(startsAndEnds(reworked)).toEqual({ starts: ['a'], ends: ['b'] })
  })

  it('does not start at a repair step, which is reached by rework alone', () => {
    const repaired: Elements = new Map([
      ...chain,
      ['r', step('Repair', 0)],
      ['br', arrow('rework', 'b', 'r')],
      ['rb', arrow('push', 'r', 'b')],
    ])
    expect(startsAndEnds(repaired).starts).toEqual(['a'])
  })
})
