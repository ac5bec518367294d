/** P1, P2, R1 to R6, S2: pages and server converge over every fault, and every edit is done once or refused once. */

import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sameValue } from '../../static/src/model/changes'
import { addFlow, addStep, newId, removeElements, setFields } from '../../static/src/model/edits'
import type { Edit, Elements, ParticipantId } from '../../static/src/model/types'
import { createStore, type Store } from '../../static/src/store'
import { type Client, createClient } from '../../static/src/sync/client'
import { ModelNetwork } from './modelNetwork'

const ACTORS: ParticipantId[] = ['ana', 'ben', 'mia']
const SEED = 20_260_302

interface Page {
  actor: ParticipantId
  store: Store
  client: Client
  /** Every `op_id` that this person ever asked for. */
  asked: Set<string>
}

type Fault = 'cut' | 'cut after saving' | 'mend' | 'half open' | 'reload'

type Command =
  | { do: 'edit'; who: number; kind: 'add' | 'connect' | 'set' | 'rename' | 'remove'; pick: number; value: number }
  | { do: 'undo' | 'redo'; who: number }
  | { do: 'up' | 'down'; who: number; frames: number }
  | { do: 'lose' | 'twice' | 'swap'; who: number }
  | { do: Fault; who: number }
  | { do: 'pass'; milliseconds: number }
  | { do: 'carry' }

const who = fc.nat({ max: ACTORS.length - 1 })
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      who,
      kind: fc.constantFrom('add' as const, 'connect' as const, 'set' as const, 'rename' as const, 'remove' as const),
      pick: fc.nat({ max: 1000 }),
      value: fc.integer({ min: 1, max: 9 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), who }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('up' as const, 'down' as const),
      who,
      frames: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('lose' as const, 'twice' as const, 'swap' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom<Fault>('cut', 'cut after saving', 'cut after saving', 'mend', 'half open', 'reload'),
      who,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass' as const), milliseconds: fc.integer({ min: 1, max: 6000 }) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'carry' as const }) },
)

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function openPage(network: ModelNetwork, actor: ParticipantId, kept: Page | null): Page {
  const store = createStore()
  store.restorePending(kept?.store.getState().pending ?? [])
  const asked = kept?.asked ?? new Set<string>()
  store.subscribe(() => {
    for (const { op_id } of store.getState().pending) asked.add(op_id)
    // P2: without pending edits the view is the confirmed state itself.
    const { pending, elements, confirmed } = store.getState()
    if (pending.length === 0) expect(elements).toBe(confirmed)
  })
  const WebSocket = network.socketsOf(actor)
  const client = createClient({ store, url: '/ws/maps/map/', reload: () => undefined, WebSocket })
  client.start()
  return { actor, store, client, asked }
}

function nth<T>(items: readonly T[], pick: number): T | undefined {
  return items[pick % Math.max(items.length, 1)]
}

function editsFor(elements: Elements, { kind, pick, value }: Extract<Command, { do: 'edit' }>): Edit[] {
  const nodes = [...elements].filter(([, element]) => element.kind === 'step').map(([id]) => id)
  const id = nth(nodes, pick)
  if (kind === 'add' || id === undefined) return [addStep({ name: `Step ${value}`, x: pick, y: 0 }, newId())]
  switch (kind) {
    case 'connect': {
      const target = nth(nodes, pick + value)
      return target === undefined ? [] : [addFlow({ flow: 'push', source: id, target }, newId())]
    }
    case 'set':
      return [setFields(elements, id, { wait_time: { value, source: 'estimate' }, people: value })]
    case 'rename': {
      const element = elements.get(id)
      const name = element?.kind === 'step' ? element.name : ''
      return [setFields(elements, id, { name: `${name} w${value}`.slice(-60) })]
    }
    case 'remove':
      return removeElements(elements, [id])
  }
}

async function run(network: ModelNetwork, pages: Page[], step: Command): Promise<void> {
  if (step.do === 'pass') {
    await vi.advanceTimersByTimeAsync(step.milliseconds)
    return
  }
  if (step.do === 'carry') {
    network.carry()
    return
  }
  const page = pages[step.who]
  if (!page) return
  const { store, actor } = page
  const [socket] = network.of(actor)
  if (step.do === 'edit') {
    if (store.canEdit()) store.edit(editsFor(store.getState().elements, step))
  } else if (step.do === 'undo' || step.do === 'redo') {
    if (store.canEdit()) store[step.do]()
  } else if (step.do === 'cut' || step.do === 'cut after saving') {
    if (step.do === 'cut after saving' && !socket?.dead) socket?.takeUp()
    network.setDown(actor, true)
  } else if (step.do === 'mend') {
    network.setDown(actor, false)
    window.dispatchEvent(new Event('online'))
  } else if (step.do === 'reload') {
    page.client.stop()
    pages[step.who] = openPage(network, actor, page)
  } else if (socket && !socket.dead) {
    onSocket(socket, step)
  }
}

function onSocket(socket: ReturnType<ModelNetwork['of']>[number], step: Command): void {
  const lost = () => socket.down.findIndex(({ t }) => t === 'operations')
  switch (step.do) {
    case 'up':
      socket.takeUp(step.frames)
      break
    case 'down':
      socket.takeDown(step.frames)
      break
    case 'half open':
      socket.dead = true
      break
    case 'lose':
      // What a channel layer loses: a notice of operations. The socket itself keeps its order and its answers.
      if (lost() >= 0) socket.down.splice(lost(), 1)
      break
    case 'twice':
      if (socket.down[0]?.t === 'operations') socket.down.unshift(socket.down[0])
      break
    case 'swap':
      if (socket.down[0]?.t === 'operations' && socket.down[1]?.t === 'operations') {
        socket.down.splice(0, 2, socket.down[1], socket.down[0])
      }
      break
  }
}

async function settle(network: ModelNetwork, pages: Page[]): Promise<void> {
  for (const { actor } of pages) network.setDown(actor, false)
  window.dispatchEvent(new Event('online'))
  for (let round = 0; round < 400; round += 1) {
    await vi.advanceTimersByTimeAsync(250)
    network.carry()
    const isQuiet = ({ store }: Page) => {
      const { pending, seq, connection } = store.getState()
      return pending.length === 0 && seq === network.server.seq && connection.state === 'live'
    }
    if (pages.every(isQuiet)) return
  }
}

/** What all histories together have met, so that none of it can quietly stop happening. */
const met = { logged: 0, refused: 0, sockets: 0, replays: 0, snapshots: 0, resent: 0 }

function remember(network: ModelNetwork): void {
  const edits = network.received.flatMap(({ message }) => ('op_id' in message ? [message.op_id] : []))
  met.logged += network.server.log.length
  met.refused += network.server.refusals.size
  met.sockets += network.count - ACTORS.length
  met.replays += network.server.welcomes.replay
  met.snapshots += network.server.welcomes.snapshot - ACTORS.length
  met.resent += edits.length - new Set(edits).size
}

it('P1 P2 R1-R6 S2: whatever the network does, all pages end as the server is, each edit logged once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 150, size: 'max' }), async (steps) => {
      const network = new ModelNetwork()
      const pages = ACTORS.map((actor) => openPage(network, actor, null))
      await vi.advanceTimersByTimeAsync(100)
      network.carry()
      for (const step of steps) await run(network, pages, step)
      await settle(network, pages)
      const truth = Object.fromEntries(network.server.elements)
      const logged = network.server.log.map(({ op_id }) => op_id)
      for (const { actor, store, client, asked } of pages) {
        const state = store.getState()
        expect(state.pending, actor).toEqual([])
        expect(state.seq, actor).toBe(network.server.seq)
        expect(sameValue(Object.fromEntries(state.confirmed), truth), actor).toBe(true)
        expect(state.elements).toBe(state.confirmed)
        const refusals = network.server.refusals
        for (const op_id of asked) {
          expect(logged.filter((other) => other === op_id).length + (refusals.has(op_id) ? 1 : 0), op_id).toBe(1)
        }
        client.stop()
      }
      remember(network)
    }),
    { seed: SEED, numRuns: 150, endOnFailure: false },
  )
  for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(50)
}, 120_000)
