/** A future state beside its current state, as GET /api/maps/{id}/comparison/ tells it, and what follows from that. */

import type { ElementId, Kind, MapElement, Source, Waste } from './types'

/** `effect`: a wait that the other changes bring; `relabelled`: a name, or what a value rests on. */
export type What = 'added' | 'removed' | 'changed' | 'rewired' | 'effect' | 'relabelled' | 'moved'

export interface FieldChange {
  field: string
  name: string
  /** In words, as `after`. */
  before: string
  after: string
}

/** One element that differs, and what was said of it. */
export interface Difference {
  key: ElementId
  what: What
  kind: Kind
  name: string
  before: MapElement | null
  after: MapElement | null
  fields_changed: FieldChange[]
  /** The box whose coming or going brought it along. */
  belongs_to: ElementId | null
  /** How many differences belong to it. */
  along: number
  needs_reason: boolean
  is_for_its_own_sake: boolean
  waste: Waste | null
  reason: string
  author: string | null
}

export interface FigureRow {
  figure: string
  name: string
  unit: 's' | 'share' | 'items_per_day' | 'items' | 'count'
  better: 'less' | 'more'
  values: (number | null)[]
  /** To the current state as it is now. */
  differences: (number | null)[]
}

export interface Column {
  moment: 'then' | 'now' | 'future'
  map: string
  title: string
  rests_on: Partial<Record<Source, number>>
}

export interface Design {
  target_condition: string
  horizon_ends_on: string | null
}

export interface ComparisonAnswer {
  seq: number
  base: { id: string; title: string; then_seq: number; now_seq: number; has_changed: boolean } | null
  design: Design | null
  may: { state_design: boolean; give_reasons: boolean }
  changes: Difference[]
  /** How many changes there are, and how many are redesign for its own sake. */
  sentence: string
  columns: Column[]
  figures: FigureRow[]
}

export interface Gap {
  element: ElementId | null
  sentence: string
  blocks: boolean
}

export interface FutureStates {
  readiness: { is_complete: boolean; gaps: Gap[] }
  may_derive: boolean
  results: ({ id: string; title: string } & Design)[]
}

/** What a future state promised, and what a later current state has of it, as GET /api/maps/{id}/promise/ tells it. */
export interface PromiseAnswer {
  seq: number
  before: MapPlace
  promised: MapPlace
  later: MapPlace
  design: Design | null
  figures: PromisedFigure[]
  changes: PromisedChange[]
  /** What differs although no change promised it. */
  besides: { key: ElementId; name: string; sentence: string }[]
  /** The part of the promised change of the lead time that came true. */
  share: number | null
  sentence: string
}

export interface MapPlace {
  id: string
  title: string
}

export type Kept = 'kept' | 'partly' | 'not_kept' | 'worse' | 'not_known'

export interface PromisedFigure {
  figure: string
  name: string
  unit: FigureRow['unit']
  before: number | null
  promised: number | null
  later: number | null
  share: number | null
  kept: Kept
  sentence: string
}

export type Fate = 'came_true' | 'partly' | 'not_done'

export interface PromisedChange {
  key: ElementId
  kind: Kind
  name: string
  waste: Waste | null
  reason: string
  fate: Fate
  sentence: string
}

/** The current states that were mapped again after a future state. */
export interface LaterStates {
  may_map_again: boolean
  results: (MapPlace & { created_at: string })[]
}

/** The changes as the list has them: those of the stream, and what changes nothing of it by itself. */
export interface Listed {
  stream: Difference[]
  rest: Difference[]
}

export function listed(changes: readonly Difference[]): Listed {
  return {
    stream: changes.filter(({ needs_reason }) => needs_reason),
    rest: changes.filter(({ needs_reason, belongs_to }) => !needs_reason && belongs_to === null),
  }
}

export type Tone = 'better' | 'worse' | 'same' | 'unknown'

/** Whether a figure of another column is better than that of today. */
export function toneOf({ better }: FigureRow, difference: number | null): Tone {
  if (difference === null) return 'unknown'
  if (difference === 0) return 'same'
  return difference < 0 === (better === 'less') ? 'better' : 'worse'
}

/**
 * How far a later current state has come on the way to what a future state promised, as a share of it: 0 at what it was
 * then, 1 where the promise is kept; null where it cannot be said.
 */
export function keptShare(then: number | null, now: number | null, promised: number | null): number | null {
  if (then === null || now === null || promised === null || promised === then) return null
  return (now - then) / (promised - then)
}
