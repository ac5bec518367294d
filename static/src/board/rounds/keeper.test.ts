import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyDraft, type Statement } from '../../model/rounds'
import { Refused } from '../dialogs/rest'
import { PartKeeper } from './keeper'
import type { MyPart, MyWay } from './rest'

const ROUND = { id: 'r1', kind: 'notes', options: {} } as const
const OFFLINE = new Refused('unreachable', 'The server cannot be reached just now.')

/** The server's side: what it was told, in order, and what it answers next. */
class Server {
  heard: unknown[] = []
  keys: string[] = []
  mine: MyPart = { contribution: [], has_written: false, done: false }
  fails: Error | null = null
  /** While set, answers wait for it. */
  gate: Promise<void> | null = null

  way = (key: string): MyWay => {
    this.keys.push(key)
    return {
      read: async () => {
        await this.#answer()
        return this.mine
      },
      write: async (contribution: readonly Statement[]) => {
        await this.#answer()
        this.heard.push(contribution.map(({ text }) => text))
      },
      takePart: async (done) => {
        await this.#answer()
        this.heard.push(done)
      },
    }
  }

  async #answer(): Promise<void> {
    if (this.gate) await this.gate
    if (this.fails) throw this.fails
  }
}

function keeperOf(server: Server): PartKeeper {
  return new PartKeeper(ROUND, 'ben', {
    storage: window.localStorage,
    calendar: () => ({ hours_per_day: 8, days_per_week: 5, days_per_month: 20 }),
    way: server.way,
  })
}

function note(text: string) {
  return { ...emptyDraft(), notes: [{ text, about: null }] }
}

const settle = () => vi.advanceTimersByTimeAsync(700)

beforeEach(() => {
  window.localStorage.clear()
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

describe('my part in a round', () => {
  it('says that I am here, sends what I typed once I pause, and then that I am done', async () => {
    const server = new Server()
    const keeper = keeperOf(server)
    await keeper.start()
    keeper.change(note('We'))
    keeper.change(note('We wait'))
    expect(keeper.getState().saving).toBe('unsent')
    await settle()
    expect(keeper.getState().saving).toBe('saved')
    keeper.setDone(true)
    await settle()
    expect(server.heard).toEqual([false, ['We wait'], true])
  })

  it('sends what was typed while something else was on its way', async () => {
    const server = new Server()
    const keeper = keeperOf(server)
    let open = () => {}
    await keeper.start()
    server.gate = new Promise((resolve) => {
      open = resolve
    })
    keeper.setDone(true)
    keeper.change(note('Typed meanwhile'))
    await settle()
    server.gate = null
    open()
    await settle()
    expect(keeper.getState().saving).toBe('saved')
    expect(server.heard).toEqual([false, true, ['Typed meanwhile']])
  })

  it('never calls saved what was changed while it was sent', async () => {
    const server = new Server()
    const keeper = keeperOf(server)
    await keeper.start()
    let open = () => {}
    server.gate = new Promise((resolve) => {
      open = resolve
    })
    keeper.change(note('One'))
    await settle()
    keeper.change(note('Two'))
    server.gate = null
    open()
    await settle()
    expect(server.heard).toEqual([false, ['One'], ['Two']])
    expect(keeper.getState().saving).toBe('saved')
  })

  it('keeps what could not be sent, and sends it when the server is back', async () => {
    const server = new Server()
    const keeper = keeperOf(server)
    await keeper.start()
    server.fails = OFFLINE
    keeper.change(note('In the lift'))
    await settle()
    expect(keeper.getState().saving).toBe('unsent')
    server.fails = null
    await vi.advanceTimersByTimeAsync(3_100)
    expect(server.heard).toEqual([false, ['In the lift']])
    expect(keeper.getState().saving).toBe('saved')
  })

  it('goes on after a closed laptop under the same key, with what was not sent', async () => {
    const server = new Server()
    const before = keeperOf(server)
    await before.start()
    server.fails = OFFLINE
    before.change(note('Before the train'))
    await settle()
    before.stop()
    server.fails = null
    const after = keeperOf(server)
    expect(after.getState().draft.notes).toEqual([{ text: 'Before the train', about: null }])
    await after.start()
    expect(server.heard).toEqual([false, ['Before the train'], false])
    expect(new Set(server.keys).size).toBe(1)
    expect(server.keys[0]).toMatch(/^[0-9a-f]{64}$/)
  })

  it('reads what the server has of me where this browser has nothing', async () => {
    const server = new Server()
    server.mine = { contribution: [{ text: 'From my phone' }], has_written: true, done: true }
    const keeper = keeperOf(server)
    await keeper.start()
    expect(keeper.getState()).toMatchObject({ isLoaded: true, isDone: true, wroteElsewhere: false })
    expect(keeper.getState().draft.notes).toEqual([{ text: 'From my phone', about: null }])
  })

  it('says so where I wrote anonymously in another browser', async () => {
    const server = new Server()
    server.mine = { contribution: [], has_written: true, done: false }
    const keeper = keeperOf(server)
    await keeper.start()
    expect(keeper.getState().wroteElsewhere).toBe(true)
  })

  it('keeps on the screen what came too late, says why and does not send it again', async () => {
    const server = new Server()
    const keeper = keeperOf(server)
    await keeper.start()
    server.fails = new Refused('round_state', 'This round is closed, so what you wrote now was not taken.')
    keeper.change(note('Too late'))
    await settle()
    expect(keeper.getState()).toMatchObject({ saving: 'refused', draft: note('Too late') })
    expect(keeper.getState().sentence).toContain('closed')
    server.fails = null
    await vi.advanceTimersByTimeAsync(10_000)
    expect(server.heard).toEqual([false])
  })

  it('leaves nothing in the browser once the round is over', async () => {
    const keeper = keeperOf(new Server())
    await keeper.start()
    keeper.change(note('We wait'))
    await settle()
    keeper.forget()
    expect(window.localStorage.length).toBe(0)
  })
})
