import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openRoom } from './board/fields/testRoom'
import { applyChanges } from './model/changes'
import type { Elements, Metrics, Operation } from './model/types'
import { createReplay, type Log, type Replay, STRETCH } from './replayStore'

const LENGTH = 1_200

const OPERATIONS: Operation[] = Array.from({ length: LENGTH }, (_, place) => ({
  seq: place + 1,
  op_id: `o${place}`,
  actor: place % 2 ? 'ben' : 'mia',
  at: '2026-03-02T10:00:00Z',
  cause: 'edit',
  changes: { [`s${place}`]: { before: null, after: { kind: 'step', name: `Step ${place}`, x: 0, y: 0 } } },
}))

interface Asked {
  operations: number[]
  moments: number[]
  figures: number[]
}

/** A server with the first `length` operations, one a second. */
function logOf(length: number): { log: Log; asked: Asked } {
  const asked: Asked = { operations: [], moments: [], figures: [] }
  const log: Log = {
    timeline: async () => ({
      people: ['mia', 'ben'],
      moments: OPERATIONS.slice(0, length).map((_, place) => [place * 1_000, place % 2]),
    }),
    operations: async (after, limit) => {
      asked.operations.push(after)
      return OPERATIONS.slice(after, Math.min(after + limit, length))
    },
    moment: async (seq, withFigures) => {
      asked[withFigures ? 'figures' : 'moments'].push(seq)
      const elements = OPERATIONS.slice(0, seq).reduce<Elements>(
        (known, { changes }) => applyChanges(known, changes),
        new Map(),
      )
      const load = { utilisation: 1.2, capacity_per_day: 3 }
      const told = { constraint: { step: 's0' }, findings: [{ sentence: 'It is s0.' }], steps: { s0: load } }
      const metrics = { seq, ...told } as unknown as Metrics
      return { elements: Object.fromEntries(elements) as never, ...(withFigures ? { metrics } : {}) }
    },
  }
  return { log, asked }
}

const settle = () => vi.advanceTimersByTimeAsync(0)
const names = (replay: Replay) => replay.store.getState().elements.size

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a replay', () => {
  it('is never ready at another moment than the one that was asked for', async () => {
    const replay = createReplay(openRoom({}).store, logOf(LENGTH).log, 2)
    const ready: number[] = []
    replay.subscribe(() => replay.get().isReady && ready.push(replay.get().seq))
    await settle()
    expect(new Set(ready)).toEqual(new Set([2]))
  })

  it('jumps by two requests, and asks no stretch twice', async () => {
    const { log, asked } = logOf(LENGTH)
    const replay = createReplay(openRoom({}).store, log, 1_100)
    await settle()
    expect([replay.get().seq, replay.get().head, names(replay)]).toEqual([1_100, LENGTH, 1_100])
    expect(asked).toEqual({ operations: [2 * STRETCH], moments: [2 * STRETCH], figures: [1_100] })
    replay.goTo(1_099)
    await settle()
    expect([names(replay), replay.get().operation?.seq]).toEqual([1_099, 1_099])
    replay.goTo(3)
    await settle()
    expect([names(replay), replay.get().operation?.actor]).toEqual([3, 'mia'])
    replay.goTo(0)
    await settle()
    expect([names(replay), replay.get().operation]).toEqual([0, null])
    expect(asked.operations).toEqual([2 * STRETCH, 0])
    expect(asked.figures).toEqual([1_100, 1_099, 3, 0])
    expect(replay.store.getState().metrics?.seq).toBe(0)
  })

  it('plays at the speed that is chosen and stops at the end, asking for figures once a second', async () => {
    const { log, asked } = logOf(40)
    const replay = createReplay(openRoom({}).store, log, null)
    await settle()
    replay.setSpeed(4)
    replay.play()
    await vi.advanceTimersByTimeAsync(5_050)
    expect(replay.get().isPlaying).toBe(true)
    expect(replay.get().seq).toBe(21)
    expect(names(replay)).toBe(21)
    await vi.advanceTimersByTimeAsync(6_000)
    expect([replay.get().seq, replay.get().isPlaying, names(replay)]).toEqual([40, false, 40])
    expect(replay.store.getState().metrics?.seq).toBe(40)
    expect(asked.figures.length).toBeLessThan(14)
    replay.play()
    await settle()
    expect(replay.get().seq).toBe(0)
    replay.close()
  })

  it('stops where one pauses', async () => {
    const replay = createReplay(openRoom({}).store, logOf(40).log, null)
    await settle()
    replay.setSpeed(1)
    replay.play()
    await vi.advanceTimersByTimeAsync(4_550)
    replay.pause()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(replay.get().seq).toBe(5)
    expect(replay.store.getState().metrics?.seq).toBe(5)
  })

  it('changes nothing, and says so', async () => {
    const { store } = openRoom({ a: { kind: 'step', name: 'Design', x: 0, y: 0 } })
    const replay = createReplay(store, logOf(3).log, 2)
    await settle()
    expect(replay.store.canEdit()).toBe(false)
    replay.store.edit([{ do: 'remove', id: 's0' }])
    replay.store.undo()
    expect(names(replay)).toBe(2)
    expect(replay.store.getState().notices.map(({ message }) => message)).toEqual([
      'This is the map as it was, so nothing can be changed in it. Go back to now first.',
    ])
    expect(store.getState().pending).toEqual([])
    expect(store.getState().elements.has('a')).toBe(true)
  })

  it('tells nothing of the constraint while people judge it', async () => {
    const { store } = openRoom({})
    store.receive({ t: 'metrics', seq: 0, constraint: null, constraint_hidden: true } as never)
    const replay = createReplay(store, logOf(3).log, 2)
    await settle()
    expect(replay.store.getState().metrics).toMatchObject({ seq: 2, constraint: null, constraint_hidden: true })
    expect(replay.store.getState().metrics?.findings).toEqual([])
    expect(replay.store.getState().metrics?.steps.s0).toEqual({ utilisation: null, capacity_per_day: null })
  })

  it('says where the log cannot be read, and goes on when it can', async () => {
    const { log } = logOf(700)
    let isDown = true
    const replay = createReplay(
      openRoom({}).store,
      {
        ...log,
        operations: (after, limit) => (isDown ? Promise.reject(new Error('down')) : log.operations(after, limit)),
      },
      600,
    )
    await settle()
    expect(replay.get().problem).toMatch(/cannot be read/)
    isDown = false
    replay.goTo(600)
    await settle()
    expect([replay.get().problem, names(replay)]).toEqual([null, 600])
  })
})
