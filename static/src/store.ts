/** The one state of the board: what the server confirmed, what is pending, and the view that both make. */

import { calendarOf } from './model/calendar'
import { applyChanges, elementOf, identical, sameValue } from './model/changes'
import { newId } from './model/edits'
import { addedBy, lockSentence, wholeLock, whyHeld, whyRefused } from './model/locks'
import type { OwnPresence, Request, ServerMessage, WelcomeMessage } from './model/messages'
import { type Notice, noticesOf, rejectedNotice } from './model/notices'
import { type PendingEdit, viewOf } from './model/pending'
import { applyEdits } from './model/predict'
import { classify } from './model/sequence'
import { clockAhead, type Facilitation } from './model/session'
import type {
  ConnectionId,
  Edit,
  ElementId,
  MapElement,
  Operation,
  ParticipantId,
  Person,
  Presence,
} from './model/types'
import { type Connection, initialState, type Link, type State, type Store } from './storeState'

export type { Connection, Link, Notice, PendingEdit, State, Store }

const KEPT_OPERATIONS = 200
const KEPT_NOTICES = 20

/**
 * `soon` is asked to run the work before the next picture: what many messages change at once is told to the listeners
 * together. What the person here does is told at once. Without it, everything is.
 */
export function createStore(soon: (work: () => void) => void = (work) => work()): Store {
  return new MapStore(soon)
}

class MapStore implements Store {
  #state: State = initialState()
  #link: Link = { state: 'connecting' }
  /** Pending edits that the server knows already, and the operation with which they will be confirmed. */
  #accepted = new Map<string, number>()
  /** All connections that were mine: after a reconnect the last one may still look like somebody else. */
  #mine = new Set<ConnectionId>()
  #listeners = new Set<() => void>()
  #cursorListeners = new Set<() => void>()
  #soon: (work: () => void) => void
  #isReceiving = false
  #isTelling = false

  constructor(soon: (work: () => void) => void) {
    this.#soon = soon
  }

  getState = (): State => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  followCursor = (listener: () => void): (() => void) => {
    this.#cursorListeners.add(listener)
    return () => this.#cursorListeners.delete(listener)
  }

  edit = (edits: Edit[]): string => {
    const op_id = newId()
    if (edits.length === 0 || !this.#mayEdit()) return op_id
    const elements = applyEdits(this.#state.elements, edits, calendarOf(this.#state.charter))
    const why = whyRefused(elements, this.#ground())
    if (why !== null) {
      this.notify({ tone: 'error', message: `${why} The change was not made.` })
      return op_id
    }
    this.#set({ pending: [...this.#state.pending, pendingEdit(op_id, { do: 'edit', edits })], elements })
    return op_id
  }

  undo = (): void => this.#ask({ do: 'undo' })

  redo = (): void => this.#ask({ do: 'redo' })

  setPresence = (part: Partial<OwnPresence>): void => {
    const before = this.#state.own
    const own = { ...before, ...part }
    if (sameValue(own, before)) return
    const isShown = own.selection !== before.selection || own.editing !== before.editing
    if (isShown || own.follows !== before.follows) {
      this.#set({ own })
    } else {
      this.#state = { ...this.#state, own }
      for (const listener of [...this.#cursorListeners]) listener()
    }
  }

  dismiss = (noticeId: string): void => {
    this.#set({ notices: this.#state.notices.filter(({ id }) => id !== noticeId) })
  }

  notify = (notice: Omit<Notice, 'id'>): void => {
    this.#set({ notices: this.#withNotices([{ ...notice, id: newId() }]) })
  }

  canEdit = (): boolean => {
    const { role, connection } = this.#state
    const isEditor = role === 'facilitator' || role === 'member'
    return isEditor && connection.state !== 'closed' && wholeLock(this.#state) === null
  }

  heldBy = (id: ElementId): string | null => whyHeld(id, this.#ground())

  knowAdded = (ids: readonly ElementId[] | null): void => {
    const { lastOperations, me, added } = this.#state
    // What I added while the server was asked is not in its answer.
    if (ids !== added) this.#set({ added: ids && addedBy(lastOperations, me, new Set(ids)) })
  }

  /** What I add counts as mine before the server has said so. */
  #ground() {
    const { role, elements, map, people, added, confirmed } = this.#state
    if (added === null) return { role, elements, map, people, added }
    const mine = Array.from(elements.keys()).filter((id) => !confirmed.has(id))
    return { role, elements, map, people, added: mine.length === 0 ? added : new Set([...added, ...mine]) }
  }

  setConnection = (link: Link): void => {
    this.#link = link
    this.#set({})
  }

  restorePending = (restored: readonly PendingEdit[]): void => {
    const known = new Set(this.#state.pending.map(({ op_id }) => op_id))
    const pending = [...restored.filter(({ op_id }) => !known.has(op_id)), ...this.#state.pending]
    this.#show({ pending })
  }

  receive = (message: ServerMessage): 'ok' | 'gap' => {
    this.#isReceiving = true
    try {
      return this.#take(message)
    } finally {
      this.#isReceiving = false
    }
  }

  #take(message: ServerMessage): 'ok' | 'gap' {
    switch (message.t) {
      case 'welcome':
        return this.#welcome(message)
      case 'operations':
        return this.#operations(message.operations)
      case 'metrics': {
        const { t: _, ...metrics } = message
        if (metrics.seq >= (this.#state.metrics?.seq ?? 0)) this.#set({ metrics })
        return 'ok'
      }
      case 'accepted':
        this.#accepted.set(message.op_id, message.seq)
        this.#show({ pending: this.#stillPending(this.#state.seq) })
        return 'ok'
      case 'rejected':
        this.#rejected(message.op_id, message.message)
        return 'ok'
      case 'error':
        this.notify({ tone: 'warning', message: message.message })
        return 'ok'
      case 'presence':
        this.#presence(message.people)
        return 'ok'
      case 'workshop':
        this.#workshop(message)
        return 'ok'
      case 'facilitation': {
        const { t: _, ...facilitation } = message
        // X3: a reading that was overtaken on its way is old.
        if (facilitation.revision >= (this.#state.facilitation?.revision ?? 0)) this.#set(timed(facilitation))
        return 'ok'
      }
      case 'pong':
        return 'ok'
    }
  }

  #mayEdit(): boolean {
    if (this.canEdit()) return true
    const { connection, role } = this.#state
    const lock = role === 'member' ? wholeLock(this.#state) : null
    const message =
      connection.state === 'closed'
        ? 'This map is closed here, so the change was not made.'
        : lock
          ? `${lockSentence(lock, null, this.#state)} The change was not made.`
          : 'You can look at this map but not change it, so the change was not made.'
    this.notify({ tone: 'error', message })
    return false
  }

  #ask(request: Request): void {
    if (this.#mayEdit()) this.#set({ pending: [...this.#state.pending, pendingEdit(newId(), request)] })
  }

  #welcome(message: WelcomeMessage): 'ok' | 'gap' {
    this.#mine.add(message.connection)
    const known = {
      me: message.me,
      connectionId: message.connection,
      role: message.role,
      map: message.map,
      charter: message.charter,
      people: peopleOf(message.people, this.#state.people),
      presence: this.#others(new Map(Object.entries(message.presence))),
      // Figures that are still being computed follow as a message; until then the last ones stand.
      metrics: message.metrics ?? this.#state.metrics,
      ...(message.facilitation ? timed(message.facilitation) : {}),
    }
    if (!message.snapshot) {
      this.#set(known)
      return this.#operations(message.replay ?? [])
    }
    const confirmed = new Map<ElementId, MapElement>()
    for (const [id, fields] of Object.entries(message.snapshot.elements)) {
      confirmed.set(id, identical(id, elementOf(fields), this.#state.confirmed, this.#state.elements))
    }
    const pending = this.#stillPending(message.seq)
    this.#show({ ...known, seq: message.seq, confirmed, pending, lastOperations: [] })
    return 'ok'
  }

  #operations(operations: readonly Operation[]): 'ok' | 'gap' {
    let { seq, confirmed, added } = this.#state
    const applied: Operation[] = []
    const notices: Notice[] = []
    const { me, people, charter, elements: shown } = this.#state
    let gap = false
    for (const operation of operations) {
      const kind = classify(seq, operation.seq)
      if (kind === 'stale') continue
      gap = kind === 'gap'
      if (gap) break
      confirmed = applyChanges(confirmed, operation.changes, shown)
      seq = operation.seq
      applied.push(operation)
      if (added !== null) added = addedBy([operation], me, added)
      notices.push(...noticesOf(operation, { me, people, elements: confirmed, calendar: calendarOf(charter) }))
    }
    if (applied.length > 0) {
      const pending = this.#stillPending(seq, new Set(applied.map(({ op_id }) => op_id)))
      const lastOperations = [...this.#state.lastOperations, ...applied].slice(-KEPT_OPERATIONS)
      this.#show({ seq, confirmed, pending, lastOperations, added, notices: this.#withNotices(notices) })
    }
    return gap ? 'gap' : 'ok'
  }

  #workshop({ map, charter, role, people }: Extract<ServerMessage, { t: 'workshop' }>): void {
    this.#show({ map, charter, role, people: peopleOf(people, this.#state.people) })
  }

  /** What is pending once everything up to `seq` is applied: neither among `confirmed` nor accepted up to there. */
  #stillPending(seq: number, confirmed: ReadonlySet<string> = new Set()): readonly PendingEdit[] {
    const answered = (op_id: string) => confirmed.has(op_id) || (this.#accepted.get(op_id) ?? Infinity) <= seq
    const left = this.#state.pending.filter(({ op_id }) => !answered(op_id))
    for (const op_id of this.#accepted.keys()) if (answered(op_id)) this.#accepted.delete(op_id)
    return left.length === this.#state.pending.length ? this.#state.pending : left
  }

  #rejected(op_id: string, message: string): void {
    const refused = this.#state.pending.find((edit) => edit.op_id === op_id)
    // An edit that was sent twice is refused twice; once is enough for people.
    if (!refused) return
    this.#show({
      pending: this.#state.pending.filter((edit) => edit !== refused),
      notices: this.#withNotices([rejectedNotice(message, refused)]),
    })
  }

  #presence(moved: Record<ConnectionId, Presence | null>): void {
    const presence = new Map(this.#state.presence)
    for (const [connection, where] of Object.entries(moved)) {
      if (where) presence.set(connection, where)
      else presence.delete(connection)
    }
    this.#set({ presence: this.#others(presence) })
  }

  #others(presence: Map<ConnectionId, Presence>): Map<ConnectionId, Presence> {
    for (const connection of this.#mine) presence.delete(connection)
    return presence
  }

  #withNotices(notices: readonly Notice[]): readonly Notice[] {
    return notices.length === 0 ? this.#state.notices : [...this.#state.notices, ...notices].slice(-KEPT_NOTICES)
  }

  /** Takes `part` over and computes the view anew. */
  #show(part: Partial<State>): void {
    const { confirmed, pending, charter, elements } = { ...this.#state, ...part }
    this.#set({ ...part, elements: viewOf(confirmed, pending, calendarOf(charter), elements) })
  }

  #set(part: Partial<State>): void {
    const next = { ...this.#state, ...part }
    this.#state = { ...next, connection: connectionOf(this.#link, next.pending.length, next.connection) }
    if (this.#isReceiving) this.#tellSoon()
    else this.#tell()
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  #tellSoon(): void {
    if (this.#isTelling) return
    this.#isTelling = true
    this.#soon(() => {
      this.#isTelling = false
      this.#tell()
    })
  }
}

function timed(facilitation: Facilitation): Pick<State, 'facilitation' | 'clockAhead'> {
  return { facilitation, clockAhead: clockAhead(facilitation.now, Date.now()) }
}

function pendingEdit(op_id: string, request: Request): PendingEdit {
  return { op_id, request, at: Date.now() }
}

function connectionOf(link: Link, pending: number, last: Connection): Connection {
  const state = link.state === 'live' && pending > 0 ? 'saving' : link.state
  if (state === last.state && pending === last.pending && link.reason === last.reason) return last
  const since = state === last.state ? last.since : Date.now()
  return { state, pending, since, ...(link.reason ? { reason: link.reason } : {}) }
}

function peopleOf(people: readonly Person[], known: ReadonlyMap<ParticipantId, Person>): Map<ParticipantId, Person> {
  const same = (person: Person) => {
    const before = known.get(person.id)
    return before && sameValue(before, person) ? before : person
  }
  return new Map(people.map((person) => [person.id, same(person)]))
}
