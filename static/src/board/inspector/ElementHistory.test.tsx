import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_CALENDAR } from '../../model/calendar'
import type { Change, Operation } from '../../model/types'
import { Removed } from '../dialogs/Removed'
import { openRoom } from '../fields/testRoom'
import { deedOf, fieldChanges } from './changesOfElement'
import { ElementHistory } from './ElementHistory'

const STEP = { kind: 'step', name: 'Build', x: 0, y: 0 }
const days = (count: number) => ({ value: count * 28_800, source: 'estimate' })

function operation(seq: number, actor: string, change: Change, part: Partial<Operation> = {}): Operation {
  const at = `2026-03-02T10:0${seq}:00Z`
  return { seq, op_id: `op-${seq}`, actor, at, cause: 'edit', changes: { build: change }, ...part }
}

const ADDED = operation(1, 'ben', { before: null, after: STEP })
const WAIT = operation(2, 'mia', { before: { wait_time: null }, after: { wait_time: days(2) } })
const LONGER = operation(3, 'ana', {
  before: { wait_time: days(2), role: 'QA', x: 0 },
  after: { wait_time: days(3), role: null, x: 9 },
})

const asked: string[] = []
let answers: Record<string, unknown> = {}

beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const is404 = !(url in answers)
    const body = is404 ? { code: 'not_found', message: 'There is none.', details: {} } : answers[url]
    return new Response(JSON.stringify(body), {
      status: is404 ? 404 : 200,
      headers: { 'Content-Type': 'application/json' },
    })
  })
})

const ADDRESS = '/api/maps/map/elements/build/history/'

describe('the history of an element', () => {
  it('tells person, deed and each field before and after, page by page', async () => {
    answers = {
      [ADDRESS]: { results: [LONGER, WAIT], has_more: true },
      [`${ADDRESS}?before=2`]: { results: [ADDED], has_more: false },
    }
    const room = openRoom({ build: STEP })
    room.show(<ElementHistory id="build" calendar={DEFAULT_CALENDAR} isOpen />)
    await screen.findByText('Mia')
    const entries = () => screen.getAllByText(/^(Ana|Mia|Ben)$/).map((name) => name.closest('li')?.textContent)
    expect(entries()[0]).toMatch(/^Ana changed it.*wait time: 2 d → 3 d.*role: “QA” → empty$/)
    expect(entries()[1]).toMatch(/^Mia changed it.*wait time: 2 d$/)
    await userEvent.click(screen.getByRole('button', { name: 'Earlier changes' }))
    await screen.findByText('Ben')
    expect(entries()[2]).toMatch(/^Ben added it/)
    expect(screen.queryByRole('button', { name: 'Earlier changes' })).toBeNull()
    expect(asked).toEqual([ADDRESS, `${ADDRESS}?before=2`])
  })

  it('goes on while it is open', async () => {
    answers = { [ADDRESS]: { results: [], has_more: false } }
    const room = openRoom({ build: STEP, other: STEP })
    room.show(<ElementHistory id="build" calendar={DEFAULT_CALENDAR} isOpen />)
    await waitFor(() => expect(screen.queryByText('Looking…')).toBeNull())
    room.others('mia', { build: { before: { role: null }, after: { role: 'Ops' } } })
    room.others('ben', { other: { before: { role: null }, after: { role: 'Ops' } } })
    expect(await screen.findByText('“Ops”')).toBeDefined()
    expect(screen.queryByText('Ben')).toBeNull()
  })

  it('says so where nothing is saved of it yet', async () => {
    answers = {}
    openRoom({ build: STEP }).show(<ElementHistory id="build" calendar={DEFAULT_CALENDAR} isOpen />)
    expect(await screen.findByText('Nothing of it has been saved yet.')).toBeDefined()
  })
})

describe('a change in words', () => {
  it.each<[Change, Partial<Operation>, string]>([
    [{ before: null, after: STEP }, {}, 'added it'],
    [{ before: STEP, after: null }, {}, 'removed it'],
    [{ before: { x: 1, y: 2 }, after: { x: 3, y: 4 } }, {}, 'moved it'],
    [{ before: null, after: STEP }, { cause: 'undo' }, 'brought it back'],
    [{ before: STEP, after: null }, { cause: 'import' }, 'removed it by an import'],
    [{ before: null, after: STEP }, { op_id: 'reveal-1' }, 'revealed it from a round'],
    [{ before: null, after: STEP }, { cause: 'restore' }, 'restored the map as it was: it came back'],
  ])('%j %j', (change, part, words) => {
    expect(deedOf({ ...operation(1, 'ben', change), ...part }, change)).toBe(words)
  })

  it('does not list where an element stands', () => {
    const change = { before: { x: 1, role: null }, after: { x: 2, role: 'QA' } }
    expect(fieldChanges(change, new Map(), DEFAULT_CALENDAR)).toEqual([{ label: 'role', before: null, after: '“QA”' }])
  })
})

describe('what was removed', () => {
  const flow = { kind: 'flow', flow: 'push', source: 'a', target: 'build' }
  const edits = [
    { do: 'add', id: 'build', element: STEP },
    { do: 'add', id: 'in', element: flow },
  ]
  const gone = { id: 'build', element: STEP, seq: 4, actor: 'ben', at: '2026-03-02T10:04:00Z', edits }

  it('comes back by an ordinary edit, and is selected', async () => {
    answers = { '/api/maps/map/removed/': { results: [gone], before: null } }
    const room = openRoom({ a: { ...STEP, name: 'Design' } }, 'member')
    const close = vi.fn()
    room.show(<Removed onClose={close} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Bring “Build” back' }))
    expect(room.asked()).toEqual(edits)
    expect(room.store.getState().own.selection).toEqual(['build'])
    expect(close).toHaveBeenCalledOnce()
    expect(await screen.findByText(/Nothing was removed/)).toBeDefined()
  })

  it('is told to viewers, who bring nothing back', async () => {
    answers = { '/api/maps/map/removed/': { results: [gone], before: null } }
    openRoom({}, 'viewer').show(<Removed onClose={() => {}} />)
    expect(await screen.findByText('“Build”')).toBeDefined()
    expect(screen.queryByRole('button')).toBeNull()
  })
})
