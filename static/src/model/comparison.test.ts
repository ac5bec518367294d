import { describe, expect, it } from 'vitest'
import { type Difference, type FigureRow, keptShare, listed, toneOf } from './comparison'

function difference(key: string, part: Partial<Difference> = {}): Difference {
  return {
    key,
    what: 'changed',
    kind: 'step',
    name: key,
    before: null,
    after: null,
    fields_changed: [],
    belongs_to: null,
    along: 0,
    needs_reason: true,
    is_for_its_own_sake: true,
    waste: null,
    reason: '',
    author: null,
    ...part,
  }
}

describe('the changes of a future state', () => {
  it('stand apart from what changes nothing of the stream, and what came along stands nowhere', () => {
    const changes = [
      difference('check', { what: 'added', along: 1 }),
      difference('arrow', { what: 'added', kind: 'flow', belongs_to: 'check', needs_reason: false }),
      difference('test', { what: 'moved', needs_reason: false }),
    ]
    const { stream, rest } = listed(changes)
    expect(stream.map(({ key }) => key)).toEqual(['check'])
    expect(rest.map(({ key }) => key)).toEqual(['test'])
  })
})

describe('a figure of a future state', () => {
  const row: FigureRow = { figure: 'f', name: 'F', unit: 's', better: 'less', values: [], differences: [] }

  it('is better on its side', () => {
    expect([-1, 1, 0, null].map((by) => toneOf(row, by))).toEqual(['better', 'worse', 'same', 'unknown'])
    expect(toneOf({ ...row, better: 'more' }, 1)).toBe('better')
  })

  it('is kept by as much as a later current state has come on the way', () => {
    expect(keptShare(10, 7, 4)).toBe(0.5)
    expect(keptShare(10, 12, 4)).toBeLessThan(0)
    expect(keptShare(10, 10, 10)).toBeNull()
    expect(keptShare(null, 1, 2)).toBeNull()
  })
})
