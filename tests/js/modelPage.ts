/** One page on the model server, and how tests let time pass on it. */

import { vi } from 'vitest'
import { addStep } from '../../static/src/model/edits'
import type { ClientMessage } from '../../static/src/model/messages'
import { createStore, type Store } from '../../static/src/store'
import { type Client, createClient } from '../../static/src/sync/client'
import { ModelNetwork, type ModelSocket } from './modelNetwork'

export interface Page {
  network: ModelNetwork
  store: Store
  client: Client
  reload: ReturnType<typeof vi.fn<() => void>>
  socket: () => ModelSocket
  sent: (t: ClientMessage['t']) => ClientMessage[]
}

export async function open(network = new ModelNetwork(), actor = 'ben'): Promise<Page> {
  const store = createStore()
  const reload = vi.fn<() => void>()
  const client = createClient({ store, url: '/ws/maps/map/', reload, WebSocket: network.socketsOf(actor) })
  client.start()
  const page: Page = {
    network,
    store,
    client,
    reload,
    socket: () => {
      const [socket] = network.of(actor)
      if (!socket) throw new Error('There is no open socket.')
      return socket
    },
    sent: (t) =>
      network.received.filter((one) => one.actor === actor && one.message.t === t).map(({ message }) => message),
  }
  await pass(page, 10)
  return page
}

/** Lets time pass, with everything delivered. */
export async function pass({ network }: Page, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 50) {
    await vi.advanceTimersByTimeAsync(Math.min(left, 50))
    network.carry()
  }
}

export function byAna(network: ModelNetwork, name: string): void {
  const edits = [addStep({ name, x: 0, y: 0 })]
  network.announce(network.server.answer('ana', 'elsewhere', { t: 'edit', op_id: `ana-${name}`, edits }).all)
}

export function state({ store }: Page): string {
  return store.getState().connection.state
}
