/** Real items walked along the map: what the server tells of them, and the beats in which one is played. */

import { formatDuration } from './durations'
import type { Calendar, ElementId, Elements, ParticipantId, Quantity } from './types'

export type WalkedField = 'wait_time' | 'process_time'
export type ItemState = 'draft' | 'shared' | 'walked'

/** One stay at a step; times in seconds of working time, null where they are not known. */
export interface Visit {
  step: ElementId | null
  name: string
  wait_time_s: number | null
  process_time_s: number | null
  /** How long it lay there after it was begun. */
  idle_time_s: number
  is_again: boolean
  reason: string
}

export interface RealItem {
  id: string
  map: string
  name: string
  state: ItemState
  brought_by: { id: ParticipantId; name: string }
  may_change: boolean
  visits: readonly Visit[]
  lead_time_s: number | null
  lower_bound_s: number
}

export interface WalkSpread {
  n: number
  median: number
  low: number
  high: number
}

export interface Beside {
  perceived_s: number | null
  actual: WalkSpread | null
  difference_s: number | null
  /** The element that a walked value is written to; null where nobody knows which one is meant. */
  target: ElementId | null
}

export interface WalkStep {
  step: ElementId
  name: string
  items: number
  rework_visits: number
  rework_time_s: number
  wait_time: Beside
  process_time: Beside
}

export interface WalkTotal {
  figure: 'lead_time_s' | 'wait_time_s' | 'process_time_s' | 'flow_efficiency'
  perceived: number | null
  actual: WalkSpread | null
}

export interface Walk {
  seq: number
  items: readonly { id: string; name: string }[]
  steps: readonly WalkStep[]
  totals: readonly WalkTotal[]
  findings: readonly { code: string; element: ElementId | null; sentence: string }[]
}

export type BeatKind = 'waits' | 'worked'

/** What happens to the item next: it waits before a step, or is worked on at it. */
export interface Beat {
  kind: BeatKind
  step: ElementId | null
  name: string
  seconds: number | null
  /** What is known of the way before it. */
  before_s: number
  isAgain: boolean
}

/** The way of an item as beats; where it did not wait it is begun at once. */
export function beatsOf(item: Pick<RealItem, 'visits'>): Beat[] {
  const beats: Beat[] = []
  let before_s = 0
  for (const visit of item.visits) {
    const waited = visit.wait_time_s === null ? null : visit.wait_time_s + visit.idle_time_s
    const parts: [BeatKind, number | null][] = [
      ['waits', waited],
      ['worked', visit.process_time_s],
    ]
    for (const [kind, seconds] of parts) {
      if (kind === 'waits' && seconds === 0) continue
      beats.push({ kind, step: visit.step, name: visit.name, seconds, before_s, isAgain: visit.is_again })
      before_s += seconds ?? 0
    }
  }
  return beats
}

/** Long enough to be read, whatever it is a part of. */
const LEAST_MS = 900

/** How long a beat is shown where the whole way is to take `whole_ms`: time on the screen goes as it went. */
export function stayMs(beat: Beat, beats: readonly Beat[], whole_ms: number): number {
  const total = beats.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)
  if (!beat.seconds || total === 0) return LEAST_MS
  return Math.max(LEAST_MS, (beat.seconds / total) * whole_ms)
}

/** “waits 2 d before “Build”, again”. */
export function beatWords(beat: Beat, calendar: Calendar): string {
  const lasted = beat.seconds === null ? 'nobody knows how long' : formatDuration(beat.seconds, calendar)
  const what = beat.kind === 'waits' ? `waits before “${beat.name}”` : `is worked on at “${beat.name}”`
  return `${what}${beat.isAgain ? ', again' : ''}: ${lasted}`
}

/** Whether the map has this walked value already. */
export function isTaken(beside: Beside, field: WalkedField, elements: Elements): boolean {
  const element = beside.target === null ? undefined : elements.get(beside.target)
  const quantity = element === undefined ? undefined : (element as Partial<Record<WalkedField, Quantity>>)[field]
  if (quantity?.source !== 'walked' || beside.actual === null) return false
  return quantity.value === beside.actual.median && (quantity.n ?? 1) === beside.actual.n
}
