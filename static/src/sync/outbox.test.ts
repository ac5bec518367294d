import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ModelServer } from '../../../tests/js/modelServer'
import { addStep } from '../model/edits'
import { createStore, type Store } from '../store'
import { openOutbox } from './outbox'

/** The locks of one browser; a tab that closes lets go of its own. */
class Locks {
  #held = new Map<string, number>()
  #waiting: { name: string; tab: number; grant: () => void }[] = []
  tab = 0

  manager(): Pick<LockManager, 'query'> & { request: unknown } {
    const tab = this.tab
    return {
      query: async () => ({ held: [...this.#held.keys()].map((name) => ({ name })), pending: [] }),
      request: (name: string, ...[options, use]: [LockOptions, Use] | [Use]) =>
        typeof options === 'function' ? this.#wait(name, tab, options) : this.#take(name, tab, use),
    }
  }

  async #take(name: string, tab: number, use?: Use): Promise<unknown> {
    if (this.#held.has(name)) return use?.(null)
    this.#held.set(name, tab)
    return use?.({ name, mode: 'exclusive' })
  }

  async #wait(name: string, tab: number, use: Use): Promise<void> {
    if (this.#held.has(name)) await new Promise<void>((grant) => this.#waiting.push({ name, tab, grant }))
    this.#held.set(name, tab)
    await use({ name, mode: 'exclusive' })
    this.#release(name)
  }

  #release(name: string): void {
    this.#held.delete(name)
    const next = this.#waiting.findIndex((waiting) => waiting.name === name)
    if (next >= 0) this.#waiting.splice(next, 1)[0]?.grant()
  }

  close(tab: number): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.tab !== tab)
    for (const [name, holder] of [...this.#held]) if (holder === tab) this.#release(name)
  }
}

type Use = (lock: Lock | null) => unknown

let locks: Locks
/** What each tab has in its sessionStorage. */
let tabs: Map<number, Record<string, string>>

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  locks = new Locks()
  tabs = new Map()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Opens the map in a tab (again: a reload), and answers its store. */
async function visit(tab: number, { participant = 'ben', withLocks = true, map = 'map' } = {}): Promise<Store> {
  locks.close(tab)
  locks.tab = tab
  vi.stubGlobal('navigator', { locks: withLocks ? locks.manager() : undefined })
  sessionStorage.clear()
  for (const [key, value] of Object.entries(tabs.get(tab) ?? {})) sessionStorage.setItem(key, value)
  const store = createStore()
  store.receive(new ModelServer().welcome(participant, `c${tab}`, null))
  await openOutbox({ store, map, participant })
  tabs.set(tab, { ...sessionStorage })
  return store
}

function add(store: Store, name: string): string {
  return store.edit([addStep({ name, x: 0, y: 0 })])
}

function ops(store: Store): string[] {
  return store.getState().pending.map(({ op_id }) => op_id)
}

/** Lets everything be written. */
async function written(): Promise<void> {
  for (let round = 0; round < 30; round += 1) await new Promise((resolve) => setImmediate(resolve))
}

it('P1: brings pending edits back after a reload, in order, with undo and redo among them', async () => {
  const store = await visit(1)
  add(store, 'One')
  store.undo()
  add(store, 'Two')
  store.redo()
  await written()
  const again = await visit(1)
  expect(again.getState().pending).toEqual(store.getState().pending)
  expect(again.getState().elements.size).toBe(2)
})

it('keeps the order over several reloads', async () => {
  const first = add(await visit(1), 'One')
  await written()
  const second = add(await visit(1), 'Two')
  await written()
  const third = add(await visit(1), 'Three')
  await written()
  expect(ops(await visit(1))).toEqual([first, second, third])
})

it('keeps the order though the clock is set back', async () => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] })
  const store = await visit(1)
  const first = add(store, 'One')
  vi.setSystemTime(500_000)
  const second = add(store, 'Two')
  await written()
  expect(ops(await visit(1))).toEqual([first, second])
})

it('forgets what is answered', async () => {
  const store = await visit(1)
  const [one, two] = [add(store, 'One'), add(store, 'Two')]
  store.receive({ t: 'rejected', op_id: one, code: 'not_allowed', message: 'No.' })
  await written()
  expect(ops(await visit(1))).toEqual([two])
})

it('leaves another tab that lives its own, and takes over those of one that is gone', async () => {
  const other = add(await visit(2), 'Elsewhere')
  await written()
  expect(ops(await visit(1))).toEqual([])
  locks.close(1)
  locks.close(2)
  const store = await visit(1)
  expect(ops(store)).toEqual([other])
  const mine = add(store, 'Here')
  await written()
  expect(ops(await visit(3))).toEqual([])
  expect(ops(await visit(1))).toEqual([other, mine])
})

it('takes over from a tab that closes later, once, whatever is pending here', async () => {
  const leaving = await visit(2)
  const first = add(leaving, 'Elsewhere')
  await written()
  const one = await visit(1)
  const three = await visit(3)
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const second = add(leaving, 'Elsewhere, later')
  const mine = add(one, 'Here')
  await written()
  locks.close(2)
  await written()
  expect(ops(one)).toEqual([mine])
  await vi.advanceTimersByTimeAsync(5_000)
  await written()
  expect(ops(one)).toEqual([first, second, mine])
  expect(ops(three)).toEqual([])
  expect(ops(await visit(1))).toEqual([first, second, mine])
})

it('leaves a tab that reloads its own', async () => {
  const first = add(await visit(2), 'Elsewhere')
  await written()
  const one = await visit(1)
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  expect(ops(await visit(2))).toEqual([first])
  await vi.advanceTimersByTimeAsync(6_000)
  await written()
  expect(ops(one)).toEqual([])
  locks.close(2)
  await written()
  await vi.advanceTimersByTimeAsync(6_000)
  await written()
  expect(ops(one)).toEqual([first])
})

it('gives a duplicated tab an id of its own', async () => {
  add(await visit(1), 'One')
  await written()
  tabs.set(2, { ...tabs.get(1) })
  expect(ops(await visit(2))).toEqual([])
  expect(tabs.get(2)).not.toEqual(tabs.get(1))
})

it('without Web Locks brings a tab its own back, and those of others once they have lain for a minute', async () => {
  const mine = add(await visit(1, { withLocks: false }), 'One')
  await written()
  expect(ops(await visit(1, { withLocks: false }))).toEqual([mine])
  expect(ops(await visit(2, { withLocks: false }))).toEqual([])
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] })
  expect(ops(await visit(2, { withLocks: false }))).toEqual([mine])
})

it('keeps maps and participants apart', async () => {
  add(await visit(1), 'One')
  await written()
  expect(ops(await visit(1, { participant: 'ana' }))).toEqual([])
  expect(ops(await visit(1, { map: 'other' }))).toEqual([])
})

it('says so where the browser keeps nothing, and the board works', async () => {
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw new Error('Storage is off')
    },
  })
  const store = await visit(1)
  expect(store.getState().notices).toMatchObject([
    { tone: 'warning', message: expect.stringMatching(/Storage is off/) },
  ])
  add(store, 'One')
  expect(store.getState().pending).toHaveLength(1)
})
