/**
 * The store of a session that is watched again: the board shows the map as it was, and nothing can be changed.
 *
 * The log comes in stretches of 500 operations, each with the map before it, so that a jump costs two requests and not
 * the whole log. Figures are the server's, asked for where one stops and once a second while it plays.
 */

import { elementOf, sameValue } from './model/changes'
import { newId } from './model/edits'
import type { OwnPresence } from './model/messages'
import type { Notice } from './model/notices'
import { elementsAt, factorOf, type Moment, paceOf, type Speed, type Stretch, seqAt, stretchOf } from './model/replay'
import type { ElementId, Elements, Fields, Metrics, Operation, ParticipantId } from './model/types'
import type { State, Store } from './store'

export interface Timeline {
  people: ParticipantId[]
  moments: [number, number][]
}

interface Picture {
  elements: Record<ElementId, Fields>
  metrics?: Metrics
}

/** The server as a replay asks it. */
export interface Log {
  timeline(): Promise<Timeline>
  operations(after: number, limit: number): Promise<Operation[]>
  moment(seq: number, withFigures: boolean): Promise<Picture>
}

/** What the bar shows. */
export interface Watching {
  isReady: boolean
  problem: string | null
  /** The operations that there were when it began. */
  head: number
  /** The operation after which the map is shown, and what it did; null before the first. */
  seq: number
  operation: Operation | null
  isPlaying: boolean
  speed: Speed
  moments: readonly Moment[]
  /** Pauses without edits that are shown shorter than they were, in milliseconds altogether. */
  shortened: number
}

export interface Replay {
  readonly store: Store
  get(): Watching
  subscribe(listener: () => void): () => void
  play(): void
  pause(): void
  setSpeed(speed: Speed): void
  goTo(seq: number): void
  close(): void
}

export const STRETCH = 500
const KEPT_STRETCHES = 4
const KEPT_FIGURES = 100
const TICK_MS = 100
const FIGURES_EVERY_MS = 1_000
const NOBODY: State['presence'] = new Map()
const NOT_NOW = 'This is the map as it was, so nothing can be changed in it. Go back to now first.'
const UNREACHABLE = 'The log cannot be read just now. Try again when the connection is back.'

export function createReplay(live: Store, log: Log, at: number | null): Replay {
  return new ReplayStore(live, log, at)
}

class ReplayStore implements Replay, Store {
  readonly store: Store = this
  readonly #live: Store
  readonly #log: Log
  #watching: Watching
  #pace: number[] = []
  #ms = 0
  #elements: Elements
  #metrics: Metrics | null = null
  #own: OwnPresence = { cursor: null, selection: [], editing: null }
  #notices: readonly Notice[] = []
  #state: State
  #listeners = new Set<() => void>()
  #unsubscribe: () => void
  #timer: ReturnType<typeof setInterval> | undefined
  #tickedAt = 0
  #askedAt = 0
  /** The jump that counts: an answer to an earlier one is not shown. */
  #jump = 0
  #isClosed = false
  readonly #stretches = new Map<number, Promise<Stretch>>()
  readonly #figures = new Map<number, Metrics>()

  constructor(live: Store, log: Log, at: number | null) {
    this.#live = live
    this.#log = log
    this.#elements = new Map()
    this.#watching = {
      isReady: false,
      problem: null,
      head: 0,
      seq: 0,
      operation: null,
      isPlaying: false,
      speed: 'fit',
      moments: [],
      shortened: 0,
    }
    this.#state = this.#made()
    this.#unsubscribe = live.subscribe(() => this.#tell())
    void this.#begin(at)
  }

  getState = (): State => this.#state
  get = (): Watching => this.#watching

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  play = (): void => {
    const { head, seq, isReady, isPlaying } = this.#watching
    if (!isReady || isPlaying || head === 0) return
    this.#ms = seq >= head ? 0 : (this.#pace[seq - 1] ?? 0)
    if (seq >= head) void this.#show(0)
    this.#watch({ isPlaying: true })
    this.#tickedAt = performance.now()
    this.#timer = setInterval(this.#tick, TICK_MS)
  }

  pause = (): void => {
    clearInterval(this.#timer)
    if (!this.#watching.isPlaying) return
    this.#watch({ isPlaying: false })
    void this.#askFigures(this.#watching.seq)
  }

  setSpeed = (speed: Speed): void => this.#watch({ speed })

  goTo = (seq: number): void => {
    this.pause()
    void this.#show(Math.min(Math.max(seq, 0), this.#watching.head))
  }

  close = (): void => {
    this.#isClosed = true
    clearInterval(this.#timer)
    this.#unsubscribe()
  }

  // ------------------------------------------------------------------------------------------------ the store

  canEdit = (): boolean => false
  heldBy = (): null => null
  knowAdded: Store['knowAdded'] = (ids) => this.#live.knowAdded(ids)

  edit = (): string => {
    this.#refuse()
    return newId()
  }

  undo = (): void => this.#refuse()
  redo = (): void => this.#refuse()
  followCursor = (): (() => void) => () => {}

  setPresence = (part: Partial<OwnPresence>): void => {
    const own = { ...this.#own, ...part, editing: null }
    if (sameValue(own, this.#own)) return
    const isShown = own.selection !== this.#own.selection
    this.#own = own
    if (isShown) this.#tell()
  }

  dismiss = (noticeId: string): void => {
    this.#notices = this.#notices.filter(({ id }) => id !== noticeId)
    this.#tell()
  }

  notify = (notice: Omit<Notice, 'id'>): void => {
    this.#notices = [...this.#notices, { ...notice, id: newId() }].slice(-1)
    this.#tell()
  }

  // The socket is the map's: what belongs to it goes there.
  receive: Store['receive'] = (message) => this.#live.receive(message)
  setConnection: Store['setConnection'] = (link) => this.#live.setConnection(link)
  restorePending: Store['restorePending'] = (pending) => this.#live.restorePending(pending)

  // ------------------------------------------------------------------------------------------------ watching

  async #begin(at: number | null): Promise<void> {
    try {
      const { people, moments: told } = await this.#log.timeline()
      const moments = told.map(([ms, place]) => ({ at: ms, actor: people[place] ?? '' }))
      this.#pace = paceOf(moments)
      const head = moments.length
      const shortened = Math.max(0, (moments.at(-1)?.at ?? 0) - (this.#pace.at(-1) ?? 0))
      this.#watch({ head, moments, shortened })
      await this.#show(Math.min(at ?? 0, head))
      // Only now: whoever restores the moment that a link leads to must not get the one before it is there.
      this.#watch({ isReady: this.#watching.problem === null })
    } catch {
      this.#watch({ problem: UNREACHABLE })
    }
  }

  #tick = (): void => {
    const now = performance.now()
    this.#ms += (now - this.#tickedAt) * factorOf(this.#watching.speed, this.#pace)
    this.#tickedAt = now
    const seq = seqAt(this.#pace, this.#ms)
    if (seq !== this.#watching.seq) void this.#show(seq)
    if (seq >= this.#watching.head) this.pause()
  }

  async #show(seq: number): Promise<void> {
    const jump = ++this.#jump
    try {
      const stretch = await this.#stretchAt(seq)
      if (jump !== this.#jump || this.#isClosed) return
      this.#elements = elementsAt(stretch, seq)
      const operation = stretch.operations[seq - stretch.after - 1] ?? null
      this.#metrics = this.#figures.get(seq) ?? this.#metrics
      this.#watch({ seq, operation, problem: null })
      if (!this.#watching.isPlaying || performance.now() - this.#askedAt > FIGURES_EVERY_MS) await this.#askFigures(seq)
    } catch {
      if (jump !== this.#jump) return
      this.pause()
      this.#watch({ problem: UNREACHABLE })
    }
  }

  #stretchAt(seq: number): Promise<Stretch> {
    const after = Math.floor(Math.max(seq - 1, 0) / STRETCH) * STRETCH
    const known = this.#stretches.get(after) ?? this.#load(after)
    // The latest at the end: what was not looked at for longest is forgotten first.
    this.#stretches.delete(after)
    this.#stretches.set(after, known)
    for (const oldest of this.#stretches.keys()) {
      if (this.#stretches.size <= KEPT_STRETCHES) break
      this.#stretches.delete(oldest)
    }
    known.catch(() => this.#stretches.delete(after))
    return known
  }

  async #load(after: number): Promise<Stretch> {
    const limit = Math.min(STRETCH, Math.max(1, this.#watching.head - after))
    const [picture, operations] = await Promise.all([
      this.#log.moment(after, false),
      this.#log.operations(after, limit),
    ])
    const before = new Map(Object.entries(picture.elements).map(([id, fields]) => [id, elementOf(fields)]))
    return stretchOf(after, before, operations)
  }

  async #askFigures(seq: number): Promise<void> {
    const known = this.#figures.get(seq)
    if (known) {
      this.#metrics = known
      return this.#tell()
    }
    this.#askedAt = performance.now()
    try {
      const { metrics } = await this.#log.moment(seq, true)
      if (!metrics || this.#isClosed) return
      this.#figures.set(seq, metrics)
      for (const oldest of this.#figures.keys()) {
        if (this.#figures.size <= KEPT_FIGURES) break
        this.#figures.delete(oldest)
      }
      if (this.#watching.isPlaying || this.#watching.seq === seq) this.#metrics = metrics
      this.#tell()
    } catch {
      // The next stop asks again; until then the figures are those of the last one.
    }
  }

  #refuse(): void {
    this.notify({ tone: 'info', message: NOT_NOW })
  }

  #watch(part: Partial<Watching>): void {
    this.#watching = { ...this.#watching, ...part }
    this.#tell()
  }

  #tell(): void {
    if (this.#isClosed) return
    this.#state = this.#made()
    for (const listener of [...this.#listeners]) listener()
  }

  #made(): State {
    const live = this.#live.getState()
    return {
      ...live,
      seq: this.#watching.seq,
      confirmed: this.#elements,
      elements: this.#elements,
      pending: [],
      role: 'viewer',
      metrics: shownFigures(this.#metrics, live.metrics),
      presence: NOBODY,
      own: this.#own,
      notices: this.#notices,
      lastOperations: [],
      whatIf: null,
    }
  }
}

/** While people judge the constraint, no earlier moment tells it either. */
function shownFigures(metrics: Metrics | null, live: Metrics | null): Metrics | null {
  if (metrics === null || !live?.constraint_hidden) return metrics
  const silent = { utilisation: null, capacity_per_day: null }
  const steps = Object.fromEntries(Object.entries(metrics.steps).map(([id, step]) => [id, { ...step, ...silent }]))
  return { ...metrics, steps, constraint: null, constraint_hidden: true, findings: [] }
}
