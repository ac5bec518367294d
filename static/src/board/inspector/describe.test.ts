import { describe, expect, it } from 'vitest'
import { DEFAULT_CALENDAR } from '../../model/calendar'
import type { Changes, Elements, MapElement, Operation } from '../../model/types'
import { describeOperation } from './describe'

const elements: Elements = new Map<string, MapElement>([
  ['a', { kind: 'step', name: 'Build', x: 0, y: 0 }],
  ['b', { kind: 'step', name: 'Review', x: 1, y: 0 }],
  ['q', { kind: 'queue', x: 1, y: 0 }],
  ['qb', { kind: 'flow', flow: 'push', source: 'q', target: 'b' }],
])

function told(changes: Changes, cause: Operation['cause'] = 'edit'): string {
  const operation = { seq: 1, op_id: 'o', actor: 'ben', at: '', cause, changes }
  return describeOperation(operation, elements, DEFAULT_CALENDAR)
}

const days = (count: number) => ({ value: count * 28_800, source: 'estimate' })

describe('an operation in words', () => {
  it.each<[Changes, string]>([
    [
      { b: { before: { wait_time: days(2) }, after: { wait_time: days(3) } } },
      'set the wait time of “Review” to 3 d (was 2 d)',
    ],
    [
      { b: { before: { wait_time: days(2) }, after: { wait_time: null } } },
      'emptied the wait time of “Review” (was 2 d)',
    ],
    [{ b: { before: { name: 'Check' }, after: { name: 'Review' } } }, 'renamed “Check” to “Review”'],
    [{ b: { before: null, after: { kind: 'step', name: 'Review', x: 0, y: 0 } } }, 'added the step “Review”'],
    [
      { f: { before: null, after: { kind: 'flow', flow: 'rework', source: 'b', target: 'a' } } },
      'added the rework from “Review” to “Build”',
    ],
    [
      { q: { before: { items: null }, after: { items: { value: 4, source: 'measured' } } } },
      'set the number of items of the queue before “Review” to 4',
    ],
    [{ a: { before: { x: 1 }, after: { x: 2 } } }, 'moved “Build”'],
    [{ a: { before: { x: 1 }, after: { x: 2 } }, b: { before: { y: 1 }, after: { y: 2 } } }, 'moved 2 elements'],
    [{ gone: { before: { kind: 'step', name: 'Legal', x: 0, y: 0 }, after: null } }, 'removed the step “Legal”'],
    [
      { never: { before: { role: 'x' }, after: { role: 'y' } } },
      'set the role of something that is gone to “y” (was “x”)',
    ],
    [{}, 'sent a change that changed nothing'],
  ])('%j', (changes, phrase) => {
    expect(told(changes)).toBe(phrase)
  })

  it('says what an undo took back and what an import did', () => {
    const changes = { a: { before: { x: 1 }, after: { x: 2 } } }
    expect(told(changes, 'undo')).toBe('took back: moved “Build”')
    expect(told({ ...changes, n: { before: null, after: { kind: 'step', name: 'N', x: 0, y: 0 } } }, 'import')).toBe(
      'imported: 1 added, 1 changed',
    )
  })

  it('tells an inserted step and a new order without every arrow', () => {
    const step = { kind: 'step', name: 'Check', x: 2, y: 0 }
    const flow = { kind: 'flow', flow: 'push', source: 'a', target: 'n' }
    const rewired = { before: { target: 'a' }, after: { target: 'b' } }
    const moved = { before: { x: 1 }, after: { x: 2 } }
    expect(told({ qb: rewired, an: { before: null, after: flow }, n: { before: null, after: step }, a: moved })).toBe(
      'added the step “Check”',
    )
    expect(told({ n: { before: step, after: null }, an: { before: flow, after: null }, qb: rewired })).toBe(
      'removed the step “Check”',
    )
    expect(told({ qb: rewired, x: rewired, a: moved })).toBe('rewired 2 arrows')
    expect(told({ qb: rewired })).toBe('rewired the push arrow from a queue to “Review”')
  })

  it('lists three deeds and counts the rest', () => {
    const set = (id: string) => [id, { before: { role: null }, after: { role: 'QA' } }] as const
    expect(told(Object.fromEntries([set('a'), set('b'), set('c'), set('d'), set('e')]))).toMatch(/and 2 more$/)
  })
})
