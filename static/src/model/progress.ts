/**
 * What “done” looks like for each phase on this map, and how far it is.
 *
 * The server says the same (facilitation/domain/progress.py); both are tested by tests/vectors/progress.json.
 */

import type { PhaseCode } from './session'
import type { Charter, Elements, MapElement, Metrics, Note, Source, Step } from './types'
import { type PublicValidation, validationWords } from './validations'

export interface Progress {
  done: boolean
  /** Null where there is nothing to say. */
  sentence: string | null
}

export interface Mapped {
  elements: Elements
  metrics: Metrics | null
  charter: Charter | null
  /** The newest question whether the map is right. */
  validation: Pick<PublicValidation, 'answered' | 'of' | 'is_open'> | null
}

const SEEN: readonly Source[] = ['walked', 'measured']
const NOTHING: Progress = { done: false, sentence: null }

export function progressOf(code: PhaseCode, mapped: Mapped): Progress {
  switch (code) {
    case 'scope':
      return scope(mapped)
    case 'current_state':
      return currentState(mapped)
    case 'waste':
      return waste(mapped)
    case 'future_state':
      return futureState(mapped)
    case 'experiment':
      return experiment(mapped)
    case 'measure':
      return measure(mapped)
    default:
      return NOTHING
  }
}

function scope({ charter }: Mapped): Progress {
  if (!charter) return NOTHING
  const said = [charter.customer, charter.value, charter.trigger, charter.delivery, charter.unit].filter(Boolean).length
  if (said < 5) return { done: false, sentence: `${said} of 5 parts of the charter are written` }
  return { done: true, sentence: charter.demand ? 'the charter is complete' : 'written; the demand is not known yet' }
}

function currentState({ elements, metrics }: Mapped): Progress {
  const steps = stepsOf(elements)
  if (steps.length === 0) return { done: false, sentence: 'no step yet' }
  if (!metrics) return NOTHING
  const { steps_timed: timed = 0, steps_total: total = 0 } = metrics
  const loose = metrics.outside?.length ?? 0
  if (loose > 0) return { done: false, sentence: `${many(steps.length, 'step')}, ${loose} not connected` }
  const judged = steps.filter((step) => step.complete_accurate !== undefined).length
  const times = `${timed} of ${many(total, 'step')} ${total === 1 ? 'has' : 'have'} times`
  if (timed < total || judged < steps.length)
    return { done: false, sentence: `${times}, ${judged} of ${steps.length} a %C/A` }
  const seen = steps.filter((step) => [step.wait_time, step.process_time].some((q) => q && SEEN.includes(q.source)))
  const sentence = `every step has times and %C/A, ${seen.length} of ${steps.length} seen on a real item`
  return { done: true, sentence }
}

function waste({ elements, metrics }: Mapped): Progress {
  if (stepsOf(elements).length === 0) return NOTHING
  const wastes = all(elements).reduce(
    (sum, element) => sum + ('wastes' in element ? (element.wastes?.length ?? 0) : 0),
    0,
  )
  const step = metrics?.constraint ? elements.get(metrics.constraint.step) : undefined
  const none = metrics?.constraint_hidden ? 'people judge the constraint' : 'no constraint found yet'
  const name = step?.kind === 'step' ? `constraint: ${step.name}` : none
  return { done: wastes > 0 && step !== undefined, sentence: `${many(wastes, 'waste')} marked, ${name}` }
}

function futureState({ elements }: Mapped): Progress {
  const bursts = notesOf(elements, 'burst')
  if (bursts.length === 0) return { done: false, sentence: 'no improvement is marked yet' }
  const named = bursts.filter((burst) => burst.waste !== undefined).length
  if (named === bursts.length) return { done: true, sentence: `${many(named, 'improvement')}, each names its waste` }
  return {
    done: false,
    sentence: `${many(bursts.length, 'improvement')}, ${named} of them with the waste removed`,
  }
}

function experiment({ elements }: Mapped): Progress {
  const count = notesOf(elements, 'hypothesis').length
  if (count === 0) return { done: false, sentence: 'no hypothesis on the map yet' }
  return { done: true, sentence: count === 1 ? '1 hypothesis on the map' : `${count} hypotheses on the map` }
}

function measure({ elements, metrics, validation }: Mapped): Progress {
  const isKnown = (metrics?.lead_time_s ?? null) !== null
  const share = Math.floor((metrics?.provenance.guess ?? 0) * 100 + 0.5)
  const parked = notesOf(elements, 'parking_lot').length
  const words = [isKnown ? `${share} % of the lead time is guesses` : 'the lead time is not known yet']
  if (parked > 0) words.push(`${parked} in the parking lot`)
  if (validation) words.push(validationWords(validation))
  return { done: isKnown && share === 0, sentence: words.join('; ') }
}

function all(elements: Elements): MapElement[] {
  return Array.from(elements.values())
}

function stepsOf(elements: Elements): Step[] {
  return all(elements).filter((element) => element.kind === 'step')
}

function notesOf(elements: Elements, note: Note['note']): Note[] {
  return all(elements).filter((element) => element.kind === 'note' && element.note === note) as Note[]
}

function many(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
