/** The arithmetic of watching a session again: the map at any operation, and when each one comes. */

import { applyChanges } from './changes'
import type { Elements, Operation, ParticipantId } from './types'

/** Who did something when, by operation: the first one at place 0. */
export interface Moment {
  actor: ParticipantId
  /** Milliseconds since the first one. */
  at: number
}

/** A stretch of the log in order, and the map before it; `checkpoints` are filled while it is walked through. */
export interface Stretch {
  after: number
  operations: readonly Operation[]
  checkpoints: Elements[]
}

export const SPEEDS = [1, 4, 16, 60] as const
export type Speed = (typeof SPEEDS)[number] | 'fit'

/** Nobody watches a pause: longer ones last as long as this. */
export const LONGEST_PAUSE_MS = 10_000
/** How long a whole session lasts that is to fit. */
export const FIT_MS = 120_000
const CHECKPOINT_EVERY = 100

export function stretchOf(after: number, before: Elements, operations: readonly Operation[]): Stretch {
  return { after, operations, checkpoints: [before] }
}

/** The map after operation `seq` of the stretch (`after`: before its first), from the nearest checkpoint. */
export function elementsAt(stretch: Stretch, seq: number): Elements {
  const wanted = Math.min(Math.max(seq - stretch.after, 0), stretch.operations.length)
  const checkpoint = Math.min(Math.floor(wanted / CHECKPOINT_EVERY), stretch.checkpoints.length - 1)
  let elements = stretch.checkpoints[checkpoint] ?? new Map()
  for (let done = checkpoint * CHECKPOINT_EVERY; done < wanted; done += 1) {
    const operation = stretch.operations[done]
    if (operation) elements = applyChanges(elements, operation.changes)
    const reached = done + 1
    if (reached % CHECKPOINT_EVERY === 0) stretch.checkpoints[reached / CHECKPOINT_EVERY] ??= elements
  }
  return elements
}

/** When each operation comes, in milliseconds of watching at speed 1, with long pauses shortened. */
export function paceOf(moments: readonly Moment[]): number[] {
  let before = 0
  let ms = 0
  return moments.map(({ at }) => {
    ms += Math.min(Math.max(at - before, 0), LONGEST_PAUSE_MS)
    before = Math.max(at, before)
    return ms
  })
}

/** How many operations have come by `ms`. */
export function seqAt(pace: readonly number[], ms: number): number {
  let [low, high] = [0, pace.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pace[middle] ?? 0) <= ms) low = middle + 1
    else high = middle
  }
  return low
}

/** How many milliseconds of the session pass in one of watching. */
export function factorOf(speed: Speed, pace: readonly number[]): number {
  return speed === 'fit' ? Math.max(1, (pace.at(-1) ?? 0) / FIT_MS) : speed
}

/** One mark of the time line: from operation `from` to `to`, in the colour of who did most there. */
export interface Mark {
  from: number
  to: number
  actor: ParticipantId
}

/** At most `most` marks, whatever the length of the log. */
export function marksOf(moments: readonly Moment[], most: number): Mark[] {
  const size = Math.max(1, Math.ceil(moments.length / most))
  const marks: Mark[] = []
  for (let start = 0; start < moments.length; start += size) {
    const part = moments.slice(start, start + size)
    const counts = countsOf(part)
    const [busiest] = counts.toSorted((one, other) => other.count - one.count)
    if (busiest) marks.push({ from: start + 1, to: start + part.length, actor: busiest.actor })
  }
  return marks
}

/** How much each person did, in the order in which they began. */
export function countsOf(moments: readonly Moment[]): { actor: ParticipantId; count: number }[] {
  const counts = new Map<ParticipantId, number>()
  for (const { actor } of moments) counts.set(actor, (counts.get(actor) ?? 0) + 1)
  return [...counts].map(([actor, count]) => ({ actor, count }))
}
