import { beforeEach, describe, expect, it, vi } from 'vitest'
import { figuresAt, ModelServer } from '../../tests/js/modelServer'
import { addStep, setFields } from './model/edits'
import type { Changes, Operation } from './model/types'
import { createStore, type Store } from './store'

const HOUR = { value: 3600, source: 'estimate' as const }
const DAY = { value: 28_800, source: 'estimate' as const }

let store: Store
let server: ModelServer

beforeEach(() => {
  server = new ModelServer()
  store = createStore()
  store.setConnection({ state: 'live' })
  server.answer('ana', 'a', {
    t: 'edit',
    op_id: 'first',
    edits: [addStep({ name: 'Code review', x: 0, y: 0 }, 'review')],
  })
  server.answer('ana', 'a', { t: 'edit', op_id: 'second', edits: [addStep({ name: 'Test', x: 200, y: 0 }, 'test')] })
  store.receive(server.welcome('ben', 'c1', null))
})

function operation(op_id: string, actor: string, changes: Changes, more: Partial<Operation> = {}): Operation {
  const seq = store.getState().seq + 1
  return { seq, op_id, actor, at: '2026-03-02T09:00:00Z', changes, cause: 'edit', ...more }
}

function wait(quantity: unknown, before: unknown = null): Changes {
  return { review: { before: { wait_time: before }, after: { wait_time: quantity } } }
}

describe('P2: view = confirmed + pending', () => {
  it('shows my edit at once and leaves the confirmed state alone', () => {
    const { confirmed } = store.getState()
    store.edit([setFields(store.getState().elements, 'review', { wait_time: '1h' })])
    expect(store.getState().elements.get('review')).toMatchObject({ wait_time: HOUR })
    expect(store.getState().confirmed).toBe(confirmed)
    expect(confirmed.get('review')).not.toHaveProperty('wait_time')
  })

  it('is the confirmed state itself, without a new object on screen, once my edit has come true', () => {
    const op_id = store.edit([setFields(store.getState().elements, 'review', { wait_time: '1h' })])
    const shown = store.getState().elements
    store.receive({ t: 'operations', operations: [operation(op_id, 'ben', wait(HOUR))] })
    const { elements, confirmed, pending } = store.getState()
    expect(pending).toEqual([])
    expect(elements).toBe(confirmed)
    expect(elements.get('review')).toBe(shown.get('review'))
    expect(elements.get('test')).toBe(shown.get('test'))
  })

  it('puts my pending edit on top of what others do', () => {
    store.edit([setFields(store.getState().elements, 'review', { wait_time: '1h' })])
    const shown = store.getState().elements.get('review')
    const moved: Changes = { test: { before: { x: 200 }, after: { x: 300 } } }
    store.receive({ t: 'operations', operations: [operation('other', 'ana', moved)] })
    expect(store.getState().elements.get('review')).toBe(shown)
    expect(store.getState().elements.get('test')).toMatchObject({ x: 300 })
    expect(store.getState().pending).toHaveLength(1)
  })

  it('merges the text that I am changing with what somebody else wrote', () => {
    store.edit([setFields(store.getState().elements, 'review', { name: 'Code review by two' })])
    const named: Changes = { review: { before: { name: 'Code review' }, after: { name: 'Peer Code review' } } }
    store.receive({ t: 'operations', operations: [operation('other', 'ana', named)] })
    expect(store.getState().elements.get('review')).toMatchObject({ name: 'Peer Code review by two' })
  })

  it('answers undo and redo when the server does', () => {
    store.undo()
    store.redo()
    expect(store.getState().pending.map(({ request }) => request.do)).toEqual(['undo', 'redo'])
    expect(store.getState().elements).toBe(store.getState().confirmed)
  })

  it('reads times by the calendar of the charter, also when it changes', () => {
    store.edit([setFields(store.getState().elements, 'review', { wait_time: '1d' })])
    expect(store.getState().elements.get('review')).toMatchObject({ wait_time: DAY })
    const { map, charter, people } = server.welcome('ben', 'c1', null)
    const roundTheClock = { ...charter, calendar: { ...charter.calendar, hours_per_day: 24 } }
    store.receive({ t: 'workshop', map, charter: roundTheClock, people, role: 'member' })
    expect(store.getState().elements.get('review')).toMatchObject({ wait_time: { value: 86_400 } })
  })
})

describe('answers', () => {
  it('P3: a rejection removes one edit, says why and leaves those after it', () => {
    const first = store.edit([setFields(store.getState().elements, 'review', { wait_time: '1h' })])
    store.edit([setFields(store.getState().elements, 'review', { people: 2 })])
    const message = '“Code review” was removed by Ana.'
    store.receive({ t: 'rejected', op_id: first, code: 'element_gone', message })
    expect(store.getState().elements.get('review')).toMatchObject({ people: { value: 2 } })
    expect(store.getState().elements.get('review')).not.toHaveProperty('wait_time')
    expect(store.getState().notices).toMatchObject([{ tone: 'error', message, element: 'review' }])
    expect(store.getState().pending).toHaveLength(1)
  })

  it('tells once of an edit that was sent twice and refused twice, and calmly that there is nothing to undo', () => {
    const op_id = store.edit([setFields(store.getState().elements, 'review', { wait_time: '1h' })])
    const refusal = { t: 'rejected', op_id, code: 'element_gone', message: 'Gone.' } as const
    store.receive(refusal)
    store.receive(refusal)
    expect(store.getState().notices).toHaveLength(1)
    store.undo()
    const undo = store.getState().pending[0]?.op_id ?? ''
    store.receive({ t: 'rejected', op_id: undo, code: 'nothing_to_undo', message: 'Nothing to undo.' })
    expect(store.getState().notices.at(-1)).toMatchObject({ tone: 'info', message: 'Nothing to undo.' })
  })

  it('S2: an accepted edit stays on screen until its operation is here', () => {
    const op_id = store.edit([setFields(store.getState().elements, 'review', { wait_time: '1h' })])
    store.receive({ t: 'accepted', op_id, seq: 3 })
    expect(store.getState().elements.get('review')).toMatchObject({ wait_time: HOUR })
    expect(store.getState().pending).toHaveLength(1)
    store.receive({ t: 'operations', operations: [operation(op_id, 'ben', wait(HOUR))] })
    expect(store.getState().pending).toEqual([])
    expect(store.getState().elements.get('review')).toMatchObject({ wait_time: HOUR })
  })

  it('S2: an accepted edit that is applied already is no longer pending', () => {
    const op_id = store.edit([setFields(store.getState().elements, 'review', { wait_time: '1h' })])
    store.receive({ t: 'accepted', op_id, seq: 1 })
    expect(store.getState().pending).toEqual([])
  })

  it('R1: applies the next, ignores the stale, stops at a gap', () => {
    const next = operation('x', 'ana', wait(HOUR))
    expect(store.receive({ t: 'operations', operations: [next] })).toBe('ok')
    const { confirmed } = store.getState()
    expect(store.receive({ t: 'operations', operations: [{ ...next, changes: wait(DAY) }] })).toBe('ok')
    expect(store.getState().confirmed).toBe(confirmed)
    const gap = { ...operation('z', 'ana', wait(DAY)), seq: 5 }
    expect(store.receive({ t: 'operations', operations: [gap] })).toBe('gap')
    expect(store.getState()).toMatchObject({ seq: 3, confirmed })
  })

  it('applies what comes before a gap', () => {
    const operations = [operation('x', 'ana', wait(HOUR)), { ...operation('z', 'ana', wait(DAY)), seq: 9 }]
    expect(store.receive({ t: 'operations', operations })).toBe('gap')
    expect(store.getState().seq).toBe(3)
  })

  it('a snapshot replaces the map, keeps the identity of equal elements and what is pending', () => {
    const before = store.getState().elements
    store.edit([setFields(before, 'review', { wait_time: '1h' })])
    server.answer('ana', 'a', { t: 'edit', op_id: 'third', edits: [{ do: 'remove', id: 'test' }] })
    store.receive(server.welcome('ben', 'c2', null))
    const { elements, seq } = store.getState()
    expect(seq).toBe(3)
    expect(elements.has('test')).toBe(false)
    expect(elements.get('review')).toMatchObject({ wait_time: HOUR })
    expect(store.getState().confirmed.get('review')).toBe(before.get('review'))
  })

  it('keeps the newest 200 operations', () => {
    for (let count = 0; count < 210; count += 1) {
      store.receive({ t: 'operations', operations: [operation(`o${count}`, 'ana', {})] })
    }
    expect(store.getState().lastOperations).toHaveLength(200)
    expect(store.getState().lastOperations.at(-1)?.seq).toBe(212)
  })

  it('keeps the last figures while newer ones are computed, and never older ones', () => {
    store.receive({ t: 'metrics', ...figuresAt(7) })
    store.receive({ t: 'metrics', ...figuresAt(6) })
    expect(store.getState().metrics).toEqual(figuresAt(7))
    store.receive(server.welcome('ben', 'c2', 2))
    expect(store.getState().metrics?.seq).toBe(7)
  })
})

describe('E4: what somebody replaced', () => {
  function replaceMine(changes: Changes, fields: Record<string, string>): void {
    store.receive({ t: 'operations', operations: [operation('mine', 'ben', wait(DAY))] })
    store.receive({
      t: 'operations',
      operations: [operation('hers', 'ana', changes, { replaced: { review: fields } })],
    })
  }

  it('tells me by whom and takes mine back in one edit', () => {
    replaceMine(wait(HOUR, DAY), { wait_time: 'ben' })
    const [notice] = store.getState().notices
    expect(notice).toMatchObject({
      tone: 'warning',
      element: 'review',
      message: 'Ana changed the wait time of “Code review” after you: it is 1 h now, yours was 1 d.',
      takeBack: [{ do: 'set', id: 'review', fields: { wait_time: DAY }, saw: { wait_time: HOUR } }],
    })
    store.edit(notice?.takeBack ?? [])
    expect(store.getState().elements.get('review')).toMatchObject({ wait_time: DAY })
  })

  it('says nothing where the value was somebody else’s', () => {
    replaceMine(wait(HOUR, DAY), { wait_time: 'mia' })
    expect(store.getState().notices).toEqual([])
  })

  it('names a moved step once, without numbers', () => {
    const moved: Changes = { review: { before: { x: 0, y: 0 }, after: { x: 50, y: 60 } } }
    replaceMine(moved, { x: 'ben', y: 'ben' })
    expect(store.getState().notices[0]?.message).toBe('Ana changed the position of “Code review” after you.')
  })

  it('takes back what is newest, also where the same batch goes on', () => {
    store.receive({
      t: 'operations',
      operations: [
        operation('hers', 'ana', wait(HOUR, DAY), { replaced: { review: { wait_time: 'ben' } } }),
        { ...operation('later', 'ana', wait(DAY, HOUR)), seq: 4 },
      ],
    })
    expect(store.getState().notices[0]?.takeBack).toEqual([
      { do: 'set', id: 'review', fields: { wait_time: DAY }, saw: { wait_time: HOUR } },
    ])
  })

  it('U4: tells me what my undo left in place, and nobody else', () => {
    const stayed = ['“Code review” stays, because somebody has changed it since.']
    store.receive({ t: 'operations', operations: [operation('u1', 'ana', {}, { cause: 'undo', stayed })] })
    expect(store.getState().notices).toEqual([])
    store.receive({ t: 'operations', operations: [operation('u2', 'ben', {}, { cause: 'undo', stayed })] })
    expect(store.getState().notices).toMatchObject([{ tone: 'info', message: stayed[0] }])
  })
})

describe('A1: who may edit', () => {
  it.each([
    ['viewer', false],
    ['leader', false],
    ['member', true],
    ['facilitator', true],
  ] as const)('%s: %s', (role, may) => {
    const { map, charter, people } = server.welcome('ben', 'c1', null)
    store.receive({ t: 'workshop', map, charter, people, role })
    expect(store.canEdit()).toBe(may)
    store.edit([setFields(store.getState().elements, 'review', { people: 2 })])
    store.undo()
    expect(store.getState().pending).toHaveLength(may ? 2 : 0)
    expect(store.getState().notices).toHaveLength(may ? 0 : 2)
  })

  it('nobody once the map is closed', () => {
    store.setConnection({ state: 'closed', reason: { code: 4403, message: 'Removed.' } })
    expect(store.canEdit()).toBe(false)
    store.edit([setFields(store.getState().elements, 'review', { people: 2 })])
    expect(store.getState().pending).toEqual([])
    expect(store.getState().notices).toHaveLength(1)
  })

  it('an edit of nothing asks for nothing', () => {
    store.edit([])
    expect(store.getState().pending).toEqual([])
  })
})

describe('connection', () => {
  it('is saving while something is pending, and counts what is kept', () => {
    const op_id = store.edit([setFields(store.getState().elements, 'review', { people: 2 })])
    expect(store.getState().connection).toMatchObject({ state: 'saving', pending: 1 })
    store.setConnection({ state: 'offline' })
    store.undo()
    expect(store.getState().connection).toMatchObject({ state: 'offline', pending: 2 })
    store.setConnection({ state: 'live' })
    expect(store.getState().connection).toMatchObject({ state: 'saving', pending: 2 })
    store.receive({ t: 'rejected', op_id, code: 'not_allowed', message: 'No.' })
    expect(store.getState().connection).toMatchObject({ state: 'saving', pending: 1 })
  })

  it('knows since when', () => {
    vi.useFakeTimers({ now: 1_000_000 })
    store.setConnection({ state: 'offline' })
    vi.setSystemTime(1_005_000)
    store.undo()
    expect(store.getState().connection.since).toBe(1_000_000)
    vi.useRealTimers()
  })
})

describe('people and presence', () => {
  it('shows the others, never me, not even as I was before a reconnect', () => {
    const where = { cursor: { x: 1, y: 2 }, selection: [], editing: null }
    store.receive({
      t: 'presence',
      people: { c9: { participant: 'ana', ...where }, c1: { participant: 'ben', ...where } },
    })
    expect([...store.getState().presence.keys()]).toEqual(['c9'])
    const again = server.welcome('ben', 'c2', 2)
    store.receive({
      ...again,
      presence: { c1: { participant: 'ben', ...where }, c9: { participant: 'ana', ...where } },
    })
    expect([...store.getState().presence.keys()]).toEqual(['c9'])
    store.receive({ t: 'presence', people: { c9: null } })
    expect(store.getState().presence.size).toBe(0)
  })

  it('keeps the identity of people who did not change', () => {
    const ana = store.getState().people.get('ana')
    const { map, charter, people } = server.welcome('ben', 'c1', null)
    const renamed = people.map((person) => (person.id === 'mia' ? { ...person, name: 'Mia K.' } : { ...person }))
    store.receive({ t: 'workshop', map, charter, people: renamed, role: 'member' })
    expect(store.getState().people.get('ana')).toBe(ana)
    expect(store.getState().people.get('mia')?.name).toBe('Mia K.')
  })

  it('tells its listeners only of a presence of mine that changed', () => {
    const listener = vi.fn()
    const stop = store.subscribe(listener)
    store.setPresence({ selection: ['review'] })
    store.setPresence({ selection: ['review'] })
    expect(listener).toHaveBeenCalledTimes(1)
    stop()
    store.setPresence({ selection: [] })
    expect(listener).toHaveBeenCalledTimes(1)
  })
})

describe('notices', () => {
  it('are shown until dismissed, the newest 20', () => {
    for (let count = 0; count < 25; count += 1) store.notify({ tone: 'info', message: `Notice ${count}` })
    store.receive({ t: 'error', code: 'unreadable', message: 'The message could not be read.' })
    const { notices } = store.getState()
    expect(notices).toHaveLength(20)
    expect(notices.at(-1)).toMatchObject({ tone: 'warning', message: 'The message could not be read.' })
    store.dismiss(notices[0]?.id ?? '')
    expect(store.getState().notices).toHaveLength(19)
  })
})

describe('restorePending', () => {
  it('puts what is left from an earlier visit before what was made since, each once', () => {
    store.undo()
    const [since] = store.getState().pending
    const earlier = { op_id: 'earlier', request: { do: 'redo' as const }, at: 1 }
    store.restorePending(since ? [earlier, since] : [])
    expect(store.getState().pending.map(({ op_id }) => op_id)).toEqual(['earlier', since?.op_id])
  })
})
