/** What the server answers to those who look closer: every total explained, and what the lead time is sensitive to. Types only. */

import type { ElementId, Source } from './types'

/** A figure that can be opened. */
export type ExplainedFigure =
  | 'lead_time_s'
  | 'expected_lead_time_s'
  | 'process_time_s'
  | 'wait_time_s'
  | 'effort_s'
  | 'flow_efficiency'
  | 'value_added_time_s'
  | 'process_cycle_efficiency'
  | 'rolled_complete_accurate'
  | 'takt_time_s'
  | 'throughput_per_day'
  | 'wip'
  | 'handoffs'
  | 'constraint'

export type FigureUnit = 's' | 'share' | 'items_per_day' | 'items' | 'count'

/** One thing that a figure counts. */
export interface CountedRow {
  /** Null for what the charter states. */
  element: ElementId | null
  name: string
  /** What of the element is counted: `wait`, `process`, `queue`, … */
  part: string
  /** The visits, share or weight that it is counted with. */
  times: number
  each: number | null
  /** Null where it is not known, or stands beside what is counted. */
  counted: number | null
  each_unit: FigureUnit
  counted_unit: FigureUnit
  source: Source | null
}

export interface Explanation {
  figure: ExplainedFigure
  name: string
  definition: string
  formula: string
  source: string
  unit: FigureUnit
  value: number | null
  lower_bound: number | null
  rows: CountedRow[]
  left_out: { element: ElementId | null; name: string; sentence: string }[]
  rests_on: Partial<Record<Source, number>>
  needs: string[]
  notes: string[]
}

export interface ExplanationAnswer {
  seq: number
  figures: Explanation[]
}

/** What one uncertain input does to the lead time, everything else as it is. */
export interface SensitivityBar {
  element: ElementId
  name: string
  field: string
  source: Source
  /** Whether people said the range, or it is assumed from how well the value is known. */
  range: 'stated' | 'assumed'
  low: number
  value: number
  high: number
  /** The lead time with the low and with the high value: a higher share may well make it shorter. */
  lead_time_low_s: number
  lead_time_high_s: number
  swing_s: number
}

export interface SensitivityAnswer {
  seq: number
  /** The expected lead time, rework included. */
  lead_time_s: number | null
  /** The largest swing first. */
  bars: SensitivityBar[]
  /** The factors by which a value without a range is varied; of a share its odds. */
  assumed: Partial<Record<Source, [number, number]>>
  /** Which guess to check first. */
  sentence: string
  needs: string[]
  /** Inputs that could not be moved through all of their range, and why. */
  notes: string[]
}
