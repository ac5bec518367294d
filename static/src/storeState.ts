/** What the board knows at one moment, and what can be asked of whoever keeps it. */

import type { OwnPresence, ServerMessage } from './model/messages'
import type { Notice } from './model/notices'
import type { PendingEdit } from './model/pending'
import type { WhatIf } from './model/sandbox'
import type { Facilitation } from './model/session'
import type {
  Charter,
  ConnectionId,
  Edit,
  ElementId,
  Elements,
  MapInfo,
  Metrics,
  Operation,
  ParticipantId,
  Person,
  Presence,
  Role,
} from './model/types'

export interface Connection {
  state: 'connecting' | 'live' | 'saving' | 'offline' | 'closed'
  /** How many edits the server has not answered yet. */
  pending: number
  /** Since when it is in this state, in milliseconds since the epoch. */
  since: number
  reason?: { code: number; message: string }
}

/** What sync says of the socket; whether a live one is saving follows from what is pending. */
export interface Link {
  state: Exclude<Connection['state'], 'saving'>
  reason?: { code: number; message: string }
}

export interface State {
  /** The last operation applied. */
  seq: number
  confirmed: Elements
  /** The view: confirmed and pending. */
  elements: Elements
  pending: readonly PendingEdit[]
  metrics: Metrics | null
  me: ParticipantId | null
  connectionId: ConnectionId | null
  role: Role
  map: MapInfo | null
  charter: Charter | null
  people: ReadonlyMap<ParticipantId, Person>
  /** The others. */
  presence: ReadonlyMap<ConnectionId, Presence>
  own: OwnPresence
  connection: Connection
  /** The run of the session; null until the server has spoken. */
  facilitation: Facilitation | null
  /** By how many milliseconds the server's clock is ahead of mine. */
  clockAhead: number
  notices: readonly Notice[]
  /** The newest, oldest first. */
  lastOperations: readonly Operation[]
  /** The private what-if that this is the state of; null on the map itself. */
  whatIf: WhatIf | null
  /** What I added, while members change only their own; null where that is not known or does not matter. */
  added: ReadonlySet<ElementId> | null
}

export interface Store {
  getState(): State
  /** Told of every change but the movements of my own cursor, which nothing on the screen shows. */
  subscribe(listener: () => void): () => void
  /** Told of the movements of my own cursor. */
  followCursor(listener: () => void): () => void
  /** Shows the edits at once and keeps them pending; answers their `op_id`. */
  edit(edits: Edit[]): string
  undo(): void
  redo(): void
  setPresence(part: Partial<OwnPresence>): void
  dismiss(noticeId: string): void
  notify(notice: Omit<Notice, 'id'>): void
  canEdit(): boolean
  /** Why I cannot change this element, though I may change the map: it is locked, or not mine; null where I can. */
  heldBy(id: ElementId): string | null
  /** Says which elements I added, as the server knows; null: it does not matter. */
  knowAdded(ids: readonly ElementId[] | null): void
  /** Applies a message of the server; `gap` where operations before it are missing (R1). */
  receive(message: ServerMessage): 'ok' | 'gap'
  setConnection(link: Link): void
  /** Puts edits of an earlier visit before those of this one. */
  restorePending(pending: readonly PendingEdit[]): void
}

export function initialState(): State {
  return {
    seq: 0,
    confirmed: new Map(),
    elements: new Map(),
    pending: [],
    metrics: null,
    me: null,
    connectionId: null,
    role: 'viewer',
    map: null,
    charter: null,
    people: new Map(),
    presence: new Map(),
    own: { cursor: null, selection: [], editing: null },
    connection: { state: 'connecting', pending: 0, since: Date.now() },
    facilitation: null,
    clockAhead: 0,
    notices: [],
    lastOperations: [],
    whatIf: null,
    added: null,
  }
}
