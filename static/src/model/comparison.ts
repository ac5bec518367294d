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

/** The changes as the list has them: those of the stream, each with what came along; the rest apart. */
export interface Listed {
  stream: { change: Difference; along: number }[]
  /** What changes nothing of the stream by itself. */
  rest: Difference[]
}

export function listed(changes: readonly Difference[]): Listed {
  const along = new Map<ElementId, number>()
  for (const { belongs_to } of changes) {
    if (belongs_to !== null) along.set(belongs_to, (along.get(belongs_to) ?? 0) + 1)
  }
  return {
    stream: changes
      .filter(({ needs_reason }) => needs_reason)
      .map((change) => ({ change, along: along.get(change.key) ?? 0 })),
    rest: changes.filter(({ needs_reason, belongs_to }) => !needs_reason && belongs_to === null),
  }
}

/** “3 changes · 1 is redesign for its own sake”. */
export function tally(changes: readonly Difference[]): string {
  const stream = changes.filter(({ needs_reason }) => needs_reason)
  if (stream.length === 0) return 'Nothing of the stream differs from the current state yet.'
  const count = stream.length === 1 ? '1 change' : `${stream.length} changes`
  const without = stream.filter(({ is_for_its_own_sake }) => is_for_its_own_sake).length
  if (without === 0) return `${count} · ${stream.length === 1 ? 'it names' : 'each names'} the waste that it removes`
  return `${count} · ${without} ${without === 1 ? 'is' : 'are'} redesign for its own sake`
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
