/** The shared vocabulary of the browser: what docs/PROTOCOL.md and the map file speak. Types only. */

import type { MapLock } from './locks'
import type { Area } from './session'

export type ElementId = string
export type ParticipantId = string
export type ConnectionId = string

export type Source = 'guess' | 'estimate' | 'walked' | 'measured'

/** A figure with its provenance. Times are in seconds of working time. */
export interface Quantity {
  value: number
  low?: number
  high?: number
  source: Source
  n?: number
}

export type Waste =
  | 'defects'
  | 'overproduction'
  | 'waiting'
  | 'talent'
  | 'transportation'
  | 'inventory'
  | 'motion'
  | 'extra_processing'

export type ValueClass = 'adding' | 'necessary' | 'waste'
export type FlowKind = 'push' | 'pull' | 'fifo' | 'rework' | 'information_manual' | 'information_electronic'
export type NoteKind = 'note' | 'question' | 'idea' | 'hypothesis' | 'burst' | 'parking_lot'

export interface Step {
  kind: 'step'
  name: string
  role?: string
  x: number
  y: number
  wait_time?: Quantity
  process_time?: Quantity
  complete_accurate?: Quantity
  batch_size?: Quantity
  handoffs?: Quantity
  people?: Quantity
  uptime?: Quantity
  value_class?: ValueClass
  split?: 'one' | 'all'
  wip_limit?: number
  automated?: boolean
  wastes?: Waste[]
}

export interface Queue {
  kind: 'queue'
  name?: string
  x: number
  y: number
  items?: Quantity
  wait_time?: Quantity
  counts_only?: boolean
  about?: ElementId
  wastes?: Waste[]
}

export interface Flow {
  kind: 'flow'
  flow: FlowKind
  source: ElementId
  target: ElementId
  share?: Quantity
  name?: string
  wastes?: Waste[]
}

export interface Note {
  kind: 'note'
  note: NoteKind
  text?: string
  about?: ElementId
  waste?: Waste
  x: number
  y: number
  colour?: string
}

export type MapElement = Step | Queue | Flow | Note
export type Kind = MapElement['kind']
/** An element or a part of one, as it travels. */
export type Fields = Readonly<Record<string, unknown>>
export type Elements = ReadonlyMap<ElementId, MapElement>

export interface Change {
  before: Fields | null
  after: Fields | null
}
export type Changes = Readonly<Record<ElementId, Change>>

export type Edit =
  | { do: 'add'; id: ElementId; element: Fields }
  | { do: 'set'; id: ElementId; fields: Fields; saw: Fields }
  | { do: 'remove'; id: ElementId }

export type Cause = 'create' | 'edit' | 'undo' | 'redo' | 'import' | 'restore'

export interface Operation {
  seq: number
  op_id: string
  actor: ParticipantId
  at: string
  changes: Changes
  cause: Cause
  undoes?: string
  replaced?: Readonly<Record<ElementId, Readonly<Record<string, ParticipantId>>>>
  stayed?: readonly string[]
}

export type Role = 'facilitator' | 'member' | 'leader' | 'viewer'

export interface Person {
  id: ParticipantId
  name: string
  colour: number
  role: Role
  removed: boolean
}

export interface Presence {
  participant: ParticipantId
  cursor: { x: number; y: number } | null
  selection: ElementId[]
  editing: { id: ElementId; field: string } | null
  /** What their screen shows of the map, while somebody follows them. */
  view?: Area
  /** Whom they follow. */
  follows?: ParticipantId
}

export interface Calendar {
  hours_per_day: number
  days_per_week: number
  days_per_month: number
  time_zone?: string
  day_starts?: string
  working_days?: number[]
  holidays?: string[]
}

export interface Charter {
  name: string
  customer: string
  value: string
  trigger: string
  delivery: string
  scope?: string
  unit: string
  demand?: { items: number; per: 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' }
  calendar: Calendar
  queue_rule: 'demand' | 'capacity'
}

export interface MapInfo {
  id: string
  kind: 'current' | 'future'
  title: string
  workshop: string
  /** How many what-ifs people have shared on it. */
  what_ifs?: number
  /** What only facilitators may change for now. */
  locks?: readonly MapLock[]
  /** Whether members change everything, or only what they added themselves. */
  members_may?: 'all' | 'own'
  /** Of a future state: rises with every change of its aim or of the reasons for its changes. */
  design?: number
  /** Of a current state that was mapped again: the future state whose promise it answers. */
  answers?: string
}

/** The figures of DESIGN 6; null where a figure cannot be known, with the reason in `missing` or `problems`. */
export interface Metrics {
  seq: number
  lead_time_s: number | null
  expected_lead_time_s: number | null
  process_time_s: number | null
  wait_time_s: number | null
  effort_s: number | null
  flow_efficiency: number | null
  value_added_time_s: number | null
  process_cycle_efficiency: number | null
  rolled_complete_accurate: number | null
  takt_time_s: number | null
  throughput_per_day: number | null
  wip: number | null
  wip_counted: number | null
  handoffs: number | null
  lower_bound_s: number | null
  steps_timed: number
  steps_total: number
  counted_path: { id: ElementId; weight: number }[]
  steps: Record<
    ElementId,
    {
      visits: number | null
      wait_time_s: number | null
      process_time_s: number | null
      utilisation: number | null
      capacity_per_day: number | null
    }
  >
  queues: Record<ElementId, { visits: number | null; wait_time_s: number | null }>
  outside: ElementId[]
  /** People judge the constraint just now, so what the figures say of it is not told. */
  constraint_hidden?: true
  constraint: {
    step: ElementId
    rule: 'utilisation' | 'pile_up'
    agrees: boolean | null
    evidence: string[]
    /** The step that each rule points to; null where it cannot be applied, which its sentence explains. */
    by_utilisation: ElementId | null
    by_pile_up: ElementId | null
    utilisation_sentence: string
    pile_up_sentence: string
  } | null
  provenance: Partial<Record<Source, number>>
  missing: { element: ElementId | null; field: string; sentence: string }[]
  problems: { element: ElementId | null; code: string; sentence: string }[]
  /** The most important first, with the lead time at stake where it can be named. */
  findings: { element: ElementId | null; code: string; sentence: string; at_stake_s: number | null }[]
}
