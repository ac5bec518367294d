/** Keeps the store and the server together over one socket that comes back by itself (docs/PROTOCOL.md). */

import ReconnectingWebSocket from 'partysocket/ws'
import type { ClientMessage, ServerMessage, WelcomeMessage } from '../model/messages'
import type { Link, PendingEdit, Store } from '../store'
import { type Backoff, createBackoff } from './backoff'
import { createHeartbeat } from './heartbeat'
import { createPace } from './pace'
import { createPresence } from './presence'
import { CLOSED, decode, encode, LARGEST_EDIT_BYTES, PROTOCOL } from './protocol'

export interface ClientOptions {
  store: Store
  /** The socket's address, absolute or as a path of this page's host. */
  url: string
  /** Loads the page anew, for a server that speaks a newer protocol. */
  reload: () => void
  WebSocket?: typeof WebSocket
}

export interface Client {
  start(): void
  stop(): void
}

const CONNECTION_TIMEOUT_MS = 10_000
const WELCOME_WITHIN_MS = 10_000
const WELCOME_WITHIN_AT_MOST_MS = 60_000
const OFFLINE_AFTER_MS = 2_000
const LAG_ALLOWED_MS = 1_000
const ANSWER_WITHIN_MS = 15_000
const FLOODING_PAUSE_MS = 10_000
const RETRY_AFTER_TOO_MANY_MS = 1_500
const RELOADED_KEY = 'vsm-reloaded-for-version'

/** Errors with which the server ends a socket; the page comes back by itself. */
const GOODBYES: ReadonlySet<string> = new Set(['busy', 'unavailable', 'map_full'])

/** Why there is no way back without the person doing something. */
const FINAL: Readonly<Record<number, string>> = {
  [CLOSED.signedOut]: 'You are not signed in any more. Sign in or join again; changes that are not saved yet are kept.',
  [CLOSED.removed]: 'You were removed from this workshop. Ask its facilitator if that was a mistake.',
  [CLOSED.noSuchMap]: 'This map does not exist any more, or you have no access to it.',
  [CLOSED.newVersion]: 'The server has a newer version. Reload the page; changes that are not saved yet are kept.',
}

export function createClient(options: ClientOptions): Client {
  return new SyncClient(options)
}

class SyncClient implements Client {
  readonly #store: Store
  readonly #options: ClientOptions
  readonly #backoff: Backoff = createBackoff(() => document.hidden)
  readonly #pace = createPace()
  readonly #heartbeat = createHeartbeat(
    () => this.#send({ t: 'ping' }),
    () => this.#socket?.reconnect(),
  )
  readonly #presence = createPresence((own) => this.#welcomed && this.#send({ t: 'presence', ...own }))
  #socket: ReconnectingWebSocket | null = null
  #unsubscribe: (() => void) | null = null
  /** Whether this socket has had its `welcome`, so that edits may go. */
  #welcomed = false
  /** Which `op_id`s went out since the last `welcome`, and when. */
  #sent = new Map<string, number>()
  /** After a “too many” for a while: what went out now could overtake what was refused. */
  #sendNothing = false
  /** What the server said before it ended the socket, and the reason made of it for as long as there is no other. */
  #goodbye: string | null = null
  #reason: Link['reason']
  /** The newest `seq` heard of while a `welcome` is outstanding. */
  #heard = 0
  #welcomeBy: ReturnType<typeof setTimeout> | undefined
  /** Twice as long after each time that it was too short: a whole map takes its time on a slow network. */
  #welcomeWithin = WELCOME_WITHIN_MS
  #offlineBy: ReturnType<typeof setTimeout> | undefined
  #flushAt: ReturnType<typeof setTimeout> | undefined
  #lagUntil: ReturnType<typeof setTimeout> | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    this.#store = options.store
  }

  start(): void {
    const { url, WebSocket } = this.#options
    const address = new URL(url, window.location.href.replace(/^http/, 'ws')).href
    const attempt = async () => {
      await this.#backoff.wait()
      return address
    }
    const socket = new ReconnectingWebSocket(attempt, null, {
      // The waiting is ours: partysocket's own cannot be cut short when the network comes back.
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      maxEnqueuedMessages: 0,
      shouldReconnectOnClose: ({ code }) => this.#mayComeBack(code),
      ...(WebSocket ? { WebSocket } : {}),
    })
    socket.onopen = () => this.#opened()
    socket.onmessage = ({ data }) => this.#received(data)
    socket.onclose = ({ code }) => this.#closed(code)
    this.#socket = socket
    this.#lost()
    const unsubscribe = this.#store.subscribe(this.#storeChanged)
    const unfollow = this.#store.followCursor(() => this.#presence.update(this.#store.getState().own))
    this.#unsubscribe = () => {
      unsubscribe()
      unfollow()
    }
    window.addEventListener('online', this.#tryNow)
    window.addEventListener('offline', this.#tryNow)
    document.addEventListener('visibilitychange', this.#tryNow)
  }

  stop(): void {
    this.#unsubscribe?.()
    window.removeEventListener('online', this.#tryNow)
    window.removeEventListener('offline', this.#tryNow)
    document.removeEventListener('visibilitychange', this.#tryNow)
    if (this.#socket) this.#socket.onclose = null
    this.#socket?.close()
    this.#quiet()
    this.#found()
  }

  /** The network or the person may be back: connect without waiting, and look whether an open socket still lives. */
  #tryNow = (): void => {
    if (document.hidden) return
    this.#backoff.wake()
    this.#heartbeat.probe()
  }

  #storeChanged = (): void => {
    this.#flush()
    this.#presence.update(this.#store.getState().own)
  }

  #opened(): void {
    this.#hello()
  }

  #mayComeBack(code: number): boolean {
    if (code === CLOSED.flooding) this.#backoff.hold(FLOODING_PAUSE_MS)
    if (code === CLOSED.elsewhere) this.#backoff.soon()
    return FINAL[code] === undefined
  }

  #closed(code: number): void {
    this.#quiet()
    const message = FINAL[code]
    if (message === undefined) {
      if (this.#goodbye !== null) this.#reason = { code, message: this.#goodbye }
      this.#goodbye = null
      if (code === CLOSED.elsewhere) this.#tellIfItLasts()
      else this.#lost()
      return
    }
    this.#found()
    if (code === CLOSED.newVersion && sessionStorage.getItem(RELOADED_KEY) === null) {
      sessionStorage.setItem(RELOADED_KEY, 'yes')
      this.#options.reload()
    }
    this.#store.setConnection({ state: 'closed', reason: { code, message } })
  }

  /** A moment without a connection is no news; after that the person is told. */
  #lost(): void {
    const isOffline = this.#store.getState().connection.state === 'offline'
    this.#store.setConnection({ state: isOffline ? 'offline' : 'connecting', reason: this.#reason })
    this.#tellIfItLasts()
  }

  /** A server that restarts hands over to another one: what was saved is saved, what was not is kept and sent there. */
  #tellIfItLasts(): void {
    this.#offlineBy ??= setTimeout(
      () => this.#store.setConnection({ state: 'offline', reason: this.#reason }),
      OFFLINE_AFTER_MS,
    )
  }

  /** Nobody needs to be told any more that the connection is lost. */
  #found(): void {
    clearTimeout(this.#offlineBy)
    this.#offlineBy = undefined
  }

  #quiet(): void {
    this.#welcomed = false
    this.#sendNothing = false
    this.#heartbeat.stop()
    clearTimeout(this.#welcomeBy)
    this.#welcomeBy = undefined
    clearTimeout(this.#flushAt)
    clearTimeout(this.#lagUntil)
    this.#lagUntil = undefined
  }

  #hello(lastSeq = this.#lastSeq()): void {
    this.#heard = 0
    // A pong would wait behind the welcome, which has a time of its own.
    this.#heartbeat.stop()
    clearTimeout(this.#welcomeBy)
    this.#welcomeBy = setTimeout(() => this.#welcomeIsOverdue(), this.#welcomeWithin)
    this.#send({ t: 'hello', protocol: PROTOCOL, last_seq: lastSeq })
  }

  #welcomeIsOverdue(): void {
    this.#welcomeWithin = Math.min(this.#welcomeWithin * 2, WELCOME_WITHIN_AT_MOST_MS)
    this.#socket?.reconnect()
  }

  #lastSeq(): number | null {
    const { map, seq } = this.#store.getState()
    return map === null ? null : seq
  }

  #received(frame: unknown): void {
    const message = decode(frame)
    if (message === null) return
    if (message.t === 'pong') {
      this.#heartbeat.pong()
      this.#compare(message.seq)
      this.#askAgain()
    } else if (message.t === 'welcome') {
      this.#welcome(message)
    } else if (message.t === 'operations') {
      this.#operations(message)
    } else if (message.t === 'error') {
      this.#error(message.code, message.message)
    } else {
      this.#store.receive(message)
    }
  }

  #error(code: string, message: string): void {
    if (code === 'too_many') this.#tooMany()
    else if (GOODBYES.has(code)) this.#goodbye = message
    else this.#store.receive({ t: 'error', code, message })
  }

  #welcome(message: WelcomeMessage): void {
    clearTimeout(this.#welcomeBy)
    this.#welcomeBy = undefined
    const heard = this.#heard
    if (this.#store.receive(message) === 'gap') {
      // A replay that does not follow on what is here can only be repaired from the whole.
      this.#hello(null)
    } else if (heard > this.#store.getState().seq) {
      // What was said between my hello and the welcome may have been dropped as a gap.
      this.#hello()
    } else {
      this.#live()
    }
  }

  #live(): void {
    this.#found()
    this.#heartbeat.start()
    this.#welcomeWithin = WELCOME_WITHIN_MS
    sessionStorage.removeItem(RELOADED_KEY)
    this.#backoff.succeed()
    this.#reason = undefined
    const first = !this.#welcomed
    this.#welcomed = true
    this.#sent.clear()
    // The store tells its listeners, and with them what is pending goes out.
    this.#store.setConnection({ state: 'live' })
    if (first) this.#presence.reset()
  }

  #operations(message: Extract<ServerMessage, { t: 'operations' }>): void {
    this.#heard = Math.max(this.#heard, ...message.operations.map(({ seq }) => seq))
    const gap = this.#store.receive(message) === 'gap'
    if (gap && this.#welcomeBy === undefined) this.#hello()
  }

  /** R6: the server may be ahead for a moment, not for longer. */
  #compare(serverSeq: number): void {
    if (serverSeq <= this.#store.getState().seq || this.#lagUntil !== undefined) return
    this.#lagUntil = setTimeout(() => {
      this.#lagUntil = undefined
      if (serverSeq > this.#store.getState().seq && this.#welcomeBy === undefined) this.#hello()
    }, LAG_ALLOWED_MS)
  }

  /** An edit without an answer on a socket that lives did not reach the log: the next `welcome` sends it again. */
  #askAgain(): void {
    const since = Date.now() - ANSWER_WITHIN_MS
    const isOverdue = ({ op_id }: PendingEdit) => (this.#sent.get(op_id) ?? Infinity) < since
    if (this.#welcomeBy === undefined && this.#store.getState().pending.some(isOverdue)) this.#hello()
  }

  /** Which edit was refused is not said: all that are pending go again, in order, under their `op_id`s (S2). */
  #tooMany(): void {
    this.#sent.clear()
    this.#sendNothing = true
    clearTimeout(this.#flushAt)
    this.#flushAt = setTimeout(() => {
      this.#sendNothing = false
      this.#flush()
    }, RETRY_AFTER_TOO_MANY_MS)
  }

  /** Sends what is pending and has not gone yet, in order. */
  #flush(): void {
    if (!this.#welcomed || this.#sendNothing) return
    clearTimeout(this.#flushAt)
    for (const edit of this.#store.getState().pending) {
      if (this.#sent.has(edit.op_id)) continue
      if (!this.#pace.take()) {
        this.#flushAt = setTimeout(() => this.#flush(), this.#pace.wait())
        return
      }
      this.#sent.set(edit.op_id, Date.now())
      this.#sendPending(edit)
    }
  }

  #sendPending({ op_id, request }: PendingEdit): void {
    const message: ClientMessage =
      request.do === 'edit' ? { t: 'edit', op_id, edits: request.edits } : { t: request.do, op_id }
    const bytes = new TextEncoder().encode(encode(message)).length
    if (bytes <= LARGEST_EDIT_BYTES) {
      this.#send(message)
      return
    }
    const size = `${Math.ceil(bytes / 1024)} KiB; at most ${LARGEST_EDIT_BYTES / 1024} KiB go at once`
    const sentence = `This change is too large (${size}), so it was not saved. Do it in smaller parts.`
    this.#store.receive({ t: 'rejected', op_id, code: 'too_large', message: sentence })
  }

  #send(message: ClientMessage): boolean {
    return this.#socket?.send(encode(message)) ?? false
  }
}
