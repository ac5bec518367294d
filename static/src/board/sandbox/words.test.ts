import { expect, it } from 'vitest'
import { DEFAULT_CALENDAR } from '../../model/calendar'
import type { ChangeRow } from '../../model/sandbox'
import type { MapElement, Operation, Person } from '../../model/types'
import { said } from './words'

const TEST: MapElement = { kind: 'step', name: 'Staging test', x: 0, y: 0 }
const DAY = 8 * 3600
const MIA: Person = { id: 'mia', name: 'Mia', colour: 1, role: 'member', removed: false }
const REMOVAL: Operation = {
  seq: 2,
  op_id: 'gone',
  actor: 'mia',
  at: '2026-03-02T09:00:00Z',
  cause: 'edit',
  changes: { test: { before: { ...TEST }, after: null } },
}

const WAIT: ChangeRow = {
  key: 'test wait_time',
  id: 'test',
  what: 'set',
  field: 'wait_time',
  of: TEST,
  from: { value: 4 * DAY, source: 'walked' },
  to: { value: DAY, source: 'estimate' },
  isNews: false,
  isSame: false,
  lost: null,
  count: 1,
}

function words(row: Partial<ChangeRow>, refusals: [string, string][] = []) {
  return said(
    { ...WAIT, ...row },
    {
      known: new Map([['test', TEST]]),
      calendar: DEFAULT_CALENDAR,
      operations: [REMOVAL],
      people: new Map([['mia', MIA]]),
      refusals: new Map(refusals),
    },
  )
}

it('says what changes from what to what', () => {
  expect(words({})).toEqual({
    name: '“Staging test”',
    change: 'wait time',
    from: '4 d',
    to: '1 d',
    remark: null,
  })
  expect(words({ to: null }).to).toBe('empty')
  expect(words({ what: 'removed', field: null })).toMatchObject({ change: 'removed', from: null, to: null })
  expect(words({ what: 'moved', count: 3 })).toMatchObject({ name: '3 boxes', change: 'moved on the canvas' })
})

it('says what became of a change that does not count', () => {
  expect(words({ lost: 'gone' }).remark).toBe(
    '“Staging test” was removed from the map by Mia, so this change counts nowhere.',
  )
  expect(words({ lost: 'end_gone' }).remark).toContain('counts nowhere')
  expect(words({ lost: 'refused' }).remark).toContain('counts nowhere')
  expect(words({ isSame: true }).remark).toBe('The map says the same by now.')
  expect(words({ what: 'removed', isSame: true }).remark).toBe('It was removed from the map as well.')
  expect(words({}, [['test', 'It cannot be.']]).remark).toBe('It cannot be.')
  expect(words({ isNews: true }).remark).toBe('The map has changed here since you wrote this.')
})
