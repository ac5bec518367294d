/** The messages of the socket, as docs/PROTOCOL.md section 2 names them. Types only. */

import type { Area, Facilitation } from './session'
import type {
  Charter,
  ConnectionId,
  Edit,
  ElementId,
  Fields,
  MapInfo,
  Metrics,
  Operation,
  ParticipantId,
  Person,
  Presence,
  Role,
} from './types'

/** What a person asks of the map; it travels with the `op_id` under which it is pending. */
export type Request = { do: 'edit'; edits: Edit[] } | { do: 'undo' } | { do: 'redo' }

export interface OwnPresence {
  cursor: { x: number; y: number } | null
  selection: ElementId[]
  editing: { id: ElementId; field: string } | null
  /** What my screen shows, told while somebody follows me. */
  view?: Area | undefined
  /** Whom I follow. */
  follows?: ParticipantId | undefined
}

export type ClientMessage =
  | { t: 'hello'; protocol: number; last_seq: number | null }
  | { t: 'edit'; op_id: string; edits: Edit[] }
  | { t: 'undo'; op_id: string }
  | { t: 'redo'; op_id: string }
  | ({ t: 'presence' } & OwnPresence)
  | { t: 'ping' }

export interface WelcomeMessage {
  t: 'welcome'
  protocol: number
  role: Role
  seq: number
  me: ParticipantId
  connection: ConnectionId
  map: MapInfo
  charter: Charter
  people: Person[]
  presence: Record<ConnectionId, Presence>
  metrics: Metrics | null
  facilitation?: Facilitation
  snapshot?: { elements: Record<ElementId, Fields> }
  replay?: Operation[]
}

export type ServerMessage =
  | WelcomeMessage
  | { t: 'operations'; operations: Operation[] }
  | ({ t: 'metrics' } & Metrics)
  | { t: 'accepted'; op_id: string; seq: number }
  | { t: 'rejected'; op_id: string; code: string; message: string; details?: unknown }
  | { t: 'error'; code: string; message: string }
  | { t: 'presence'; people: Record<ConnectionId, Presence | null> }
  | { t: 'workshop'; map: MapInfo; charter: Charter; people: Person[]; role: Role }
  | ({ t: 'facilitation' } & Facilitation)
  | { t: 'pong'; seq: number }
