import { describe, expect, it } from 'vitest'
import type { Elements, MapElement } from '../../model/types'
import { type Asking, emptyAsking, optionsOf, whatIsMissing } from './asking'
import { promptOf } from './words'

const STEPS: [string, MapElement][] = [
  ['test', { kind: 'step', name: 'Staging test', x: 240, y: 0 }],
  ['build', { kind: 'step', name: 'Build', x: 0, y: 0 }],
]
const MAP: Elements = new Map(STEPS)
const EMPTY: Elements = new Map()

function asking(part: Partial<Asking>): Asking {
  return { ...emptyAsking(), ...part }
}

describe('what a facilitator asks', () => {
  it('is about all steps in stream order, but for those left out', () => {
    expect(optionsOf(asking({ kind: 'effort' }), MAP)).toEqual({ elements: ['build', 'test'] })
    expect(optionsOf(asking({ kind: 'constraint', without: new Set(['build']) }), MAP)).toEqual({ elements: ['test'] })
  })

  it('has for votes what is voted on and how many dots', () => {
    const votes = asking({ kind: 'votes', on: 'options', options: ' Slots \n\nA second server', dots: 2 })
    expect(optionsOf(votes, MAP)).toEqual({
      on: 'options',
      options: ['Slots', 'A second server'],
      dots: 2,
      stackable: false,
      leaders_vote: false,
    })
    expect(optionsOf(asking({ kind: 'votes', on: 'steps' }), MAP)).toMatchObject({ elements: ['build', 'test'] })
    expect(optionsOf(asking({ kind: 'votes', on: 'notes' }), MAP)).not.toHaveProperty('elements')
  })

  it('says what is missing, in the order in which it is needed', () => {
    expect(whatIsMissing(asking({ kind: 'notes' }), EMPTY)).toBeNull()
    expect(whatIsMissing(asking({ kind: 'effort' }), EMPTY)).toContain('no steps')
    expect(whatIsMissing(asking({ kind: 'effort', without: new Set(['build', 'test']) }), MAP)).toContain('one step')
    expect(whatIsMissing(asking({ kind: 'estimates', fields: [] }), MAP)).toContain('one figure')
    expect(whatIsMissing(asking({ kind: 'votes', on: 'options', options: 'Slots' }), MAP)).toContain('two options')
    expect(whatIsMissing(asking({ kind: 'votes', on: 'notes' }), MAP)).toContain('no notes')
    expect(whatIsMissing(asking({ kind: 'votes' }), MAP)).toBeNull()
  })

  it('asks only for the figures that are chosen', () => {
    expect(promptOf('estimates', ['wait_time'])).toBe('How long does work wait before this step?')
    expect(promptOf('estimates', ['wait_time', 'process_time', 'complete_accurate'])).toBe(
      'How long does work wait before this step, how long is it worked on, and what share of it can be used as it is?',
    )
  })
})
