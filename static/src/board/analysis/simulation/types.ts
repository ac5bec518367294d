/** What the server says of a simulation: a run of the map, and what came out. Types only. */

import type { ElementId } from '../../../model/types'

export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** What a run is asked for. */
export interface RunPlan {
  items: number
  seed: number
  distribution: Distribution
  arrivals: Arrivals
}

/** How times vary from item to item; `auto`: each by its range and provenance. */
export type Distribution = 'auto' | 'exponential' | 'lognormal' | 'triangular' | 'constant'
export type Arrivals = 'exponential' | 'constant'

export interface Run extends RunPlan {
  id: string
  map: string
  /** The operation of the map after which it was simulated. */
  seq: number
  state: RunState
  /** 0 to 100. */
  progress: number
  stage: string
  /** A sentence where it failed, else empty. */
  error: string
  author: { id: string; name: string }
  may_cancel: boolean
  created_at: string
  finished_at: string | null
  /** Null until it is done; not there in lists. */
  result?: SimulationResult | null
}

/** A figure and the interval in which it lies with 95 % confidence. */
export interface Interval {
  value: number
  low: number | null
  high: number | null
}

export interface StepResult {
  /** Null where the people are unknown: then nothing is waited for. */
  utilisation: number | null
  wait_s_mean: number
  /** What the map says, where the queue arises by itself and this is only compared; else null. */
  stated_wait_s: number | null
  queue_mean: number | null
  queue_max: number | null
  visits: number
}

export interface SimulationResult {
  items: number
  seed: number
  warm_up_items: number
  warm_up_sentence: string
  steady: boolean
  /** Why there is no steady state. */
  sentence: string | null
  lead_time_s: { mean: Interval; p50: Interval; p85: Interval; p95: Interval }
  /** One edge more than counts. */
  histogram: { edges_s: number[]; counts: number[] }
  throughput_per_day: Interval | null
  wip: Interval | null
  steps: Record<ElementId, StepResult>
  queue_over_time: { at_s: number[]; steps: Record<ElementId, number[]> }
  static_lead_time_s: number | null
  static_expected_lead_time_s: number | null
  difference_sentence: string
  distributions: { element: ElementId | null; field: string; distribution: string; sentence: string }[]
  notes: string[]
}
