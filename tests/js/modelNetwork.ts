/** Sockets between pages and the model server, with every fault that a network and a channel layer have. */

import type { ClientMessage, ServerMessage } from '../../static/src/model/messages'
import type { Operation, ParticipantId } from '../../static/src/model/types'
import { ModelServer } from './modelServer'

/** One page's socket as the browser sees it; the test decides when frames arrive. */
export class ModelSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  binaryType = 'blob'
  readyState: number = ModelSocket.CONNECTING
  /** Frames under way to the server and to the page. */
  up: ClientMessage[] = []
  down: ServerMessage[] = []
  /** A half-open socket looks open and carries nothing any more. */
  dead = false
  readonly connection: string

  constructor(
    readonly network: ModelNetwork,
    readonly actor: ParticipantId,
  ) {
    super()
    network.count += 1
    this.connection = `c${network.count}`
    if (network.refusesWith !== null || network.isDown(actor)) {
      setTimeout(() => this.end(network.refusesWith ?? 1006), 1)
      return
    }
    setTimeout(() => {
      if (this.readyState !== ModelSocket.CONNECTING) return
      this.readyState = ModelSocket.OPEN
      network.sockets.add(this)
      this.dispatchEvent(new Event('open'))
    }, 1)
  }

  send(frame: string): void {
    if (this.readyState === ModelSocket.OPEN && !this.dead) this.up.push(JSON.parse(frame) as ClientMessage)
  }

  close(code = 1000): void {
    if (this.readyState === ModelSocket.CLOSED) return
    this.readyState = ModelSocket.CLOSED
    this.network.sockets.delete(this)
    setTimeout(() => this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' })), 1)
  }

  /** The other end goes away. */
  end(code: number): void {
    if (this.readyState === ModelSocket.CLOSED) return
    this.readyState = ModelSocket.CLOSED
    this.network.sockets.delete(this)
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }))
  }

  /** Lets the server take what the page sent, `count` frames. */
  takeUp(count = Infinity): void {
    for (const message of this.up.splice(0, count)) {
      this.network.received.push({ actor: this.actor, message })
      const { mine, all } = this.network.server.answer(this.actor, this.connection, message)
      this.down.push(...mine)
      this.network.announce(all)
    }
  }

  /** Lets the page receive what the server sent, `count` frames. */
  takeDown(count = Infinity): void {
    for (const message of this.down.splice(0, count)) {
      if (this.readyState !== ModelSocket.OPEN) return
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
    }
  }
}

export class ModelNetwork {
  readonly server = new ModelServer()
  readonly sockets = new Set<ModelSocket>()
  readonly received: { actor: ParticipantId; message: ClientMessage }[] = []
  /** Set: every new socket is accepted and closed with this code. */
  refusesWith: number | null = null
  count = 0
  #down = new Set<ParticipantId>()

  /** A WebSocket class whose sockets belong to `actor`. */
  socketsOf(actor: ParticipantId): typeof WebSocket {
    const network = this
    return class extends ModelSocket {
      constructor() {
        super(network, actor)
      }
    } as unknown as typeof WebSocket
  }

  of(actor: ParticipantId): ModelSocket[] {
    return [...this.sockets].filter((socket) => socket.actor === actor)
  }

  isDown(actor: ParticipantId): boolean {
    return this.#down.has(actor)
  }

  /** Takes the network of a person away, with the sockets that they have, or gives it back. */
  setDown(actor: ParticipantId, down: boolean): void {
    if (down) this.#down.add(actor)
    else this.#down.delete(actor)
    if (down) for (const socket of this.of(actor)) socket.end(1006)
  }

  announce(operations: Operation[]): void {
    if (operations.length === 0) return
    for (const socket of this.sockets) if (!socket.dead) socket.down.push({ t: 'operations', operations })
  }

  /** Carries everything that is under way, both ways. */
  carry(): void {
    for (let round = 0; round < 5; round += 1) {
      for (const socket of [...this.sockets]) {
        if (socket.dead) continue
        socket.takeUp()
      }
      for (const socket of [...this.sockets]) if (!socket.dead) socket.takeDown()
    }
  }
}
