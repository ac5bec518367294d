/** The method as the run of a session: what each phase is for, what to ask the room, and how far the map is. */

import type { Charter, Elements, Metrics, Source, Step } from '../../model/types'
import { isForward } from '../canvas/chain'

export interface Progress {
  done: boolean
  /** Null where there is nothing to say yet. */
  sentence: string | null
}

export interface Phase {
  id: string
  title: string
  /** What happens in this phase. */
  guide: string
  /** To be read out to the room. */
  question: string
  progress: (map: Mapped) => Progress
}

export interface Mapped {
  elements: Elements
  metrics: Metrics | null
  charter: Charter | null
}

export const phases: readonly Phase[] = [
  {
    id: 'scope',
    title: 'Scope and customer',
    guide:
      'One sentence: who is the customer, what do they value, from which trigger to which delivery. Narrow enough for one session. It is a discovery, not a hunt for the guilty.',
    question: 'Who is the customer, and what would they say they are waiting for?',
    progress: scope,
  },
  {
    id: 'steps',
    title: 'Draw the steps',
    guide:
      'Everybody puts the phases of the work on the map, in order, with arrows from one to the next. Loops and branches are welcome. Draw what happens, not what the handbook says.',
    question: 'What happened first with the last real item? And then?',
    progress: drawn,
  },
  {
    id: 'times',
    title: 'Times and quality',
    guide:
      'For each step: how long work waits before someone starts, how long it is worked on, what share the next one can use as it is. A guess is a good start; its mark says that it is one.',
    question: 'How long does work wait here before someone starts? How long is it done? How often does it come back?',
    progress: timed,
  },
  {
    id: 'walk',
    title: 'Walk the real item',
    guide:
      'Take the real items that people brought through the map, step by step. Put what really happened beside what everybody thought: the difference is a finding.',
    question: 'Take your item: when did it arrive here, and when did somebody start on it?',
    progress: walked,
  },
  {
    id: 'constraint',
    title: 'Waste and constraint',
    guide:
      'Ask where work piles up and why, not who is slow. Mark the wastes on the steps. Write the hypotheses beside the map: big batches, capacity, quality?',
    question: 'Where does work pile up, and what would have to be different for it not to?',
    progress: judged,
  },
  {
    id: 'future',
    title: 'Future state',
    guide:
      'One or two changes at the constraint and at the largest wastes: smaller batches, pull and WIP limits, a gate removed, a check automated. Each names the waste that it removes.',
    question: 'Which waste does this change remove, and what will flow better for the customer?',
    progress: aimed,
  },
  {
    id: 'experiment',
    title: 'One experiment',
    guide:
      'One change becomes a hypothesis: “We believe that by … we will reduce … of … by … within …”, with an owner, a measure, and a guard against what it could break.',
    question: 'What do we try first, how will we see that it worked, and what must not get worse?',
    progress: supposed,
  },
  {
    id: 'review',
    title: 'Review',
    guide:
      'Read the map once from trigger to delivery. Say what rests on guesses and who will measure it. Agree when this group looks at the figures again.',
    question: 'What has surprised you today, and what will be different next week?',
    progress: known,
  },
]

function stepsOf(elements: Elements): Step[] {
  return Array.from(elements.values()).filter((element) => element.kind === 'step')
}

function scope({ charter }: Mapped): Progress {
  if (!charter) return { done: false, sentence: null }
  const said = [charter.customer, charter.value, charter.trigger, charter.delivery, charter.unit].filter(Boolean).length
  if (said < 5) return { done: false, sentence: `${said} of 5 parts of the charter are written` }
  return { done: true, sentence: charter.demand ? 'the charter is complete' : 'written; the demand is not known yet' }
}

function drawn({ elements, metrics }: Mapped): Progress {
  const steps = stepsOf(elements).length
  if (steps === 0) return { done: false, sentence: 'no step yet' }
  const arrows = Array.from(elements.values()).filter((e) => e.kind === 'flow' && isForward(e.flow)).length
  const outside = metrics?.outside.length ?? 0
  const loose = outside > 0 ? `, ${outside} not connected` : ''
  return {
    done: steps > 1 && arrows > 0 && outside === 0,
    sentence: `${many(steps, 'step')}, ${many(arrows, 'arrow')}${loose}`,
  }
}

function timed({ elements, metrics }: Mapped): Progress {
  const steps = stepsOf(elements)
  if (steps.length === 0 || !metrics) return { done: false, sentence: null }
  const judged = steps.filter((step) => step.complete_accurate !== undefined).length
  const isTimed = metrics.steps_timed === metrics.steps_total
  const times = `${metrics.steps_timed} of ${many(metrics.steps_total, 'step')} ${metrics.steps_timed === 1 && metrics.steps_total === 1 ? 'has' : 'have'} times`
  const quality = `${judged} of ${steps.length} have a %C/A`
  if (!isTimed) return { done: false, sentence: times }
  return {
    done: judged === steps.length,
    sentence: judged === steps.length ? 'every step has times and %C/A' : quality,
  }
}

function walked({ elements }: Mapped): Progress {
  const steps = stepsOf(elements)
  if (steps.length === 0) return { done: false, sentence: null }
  const seen: Source[] = ['walked', 'measured']
  const known = steps.filter((step) => [step.wait_time, step.process_time].some((q) => q && seen.includes(q.source)))
  return {
    done: known.length === steps.length,
    sentence: `${known.length} of ${many(steps.length, 'step')} seen on real items`,
  }
}

function judged({ elements, metrics }: Mapped): Progress {
  const wastes = Array.from(elements.values()).reduce(
    (sum, element) => sum + ('wastes' in element ? (element.wastes?.length ?? 0) : 0),
    0,
  )
  const step = metrics?.constraint ? elements.get(metrics.constraint.step) : undefined
  const name = step?.kind === 'step' ? `constraint: ${step.name}` : 'no constraint found yet'
  if (stepsOf(elements).length === 0) return { done: false, sentence: null }
  return { done: wastes > 0 && step !== undefined, sentence: `${many(wastes, 'waste')} marked · ${name}` }
}

function aimed({ elements }: Mapped): Progress {
  const bursts = Array.from(elements.values()).filter((e) => e.kind === 'note' && e.note === 'burst')
  if (bursts.length === 0) return { done: false, sentence: null }
  const named = bursts.filter((burst) => burst.kind === 'note' && burst.waste !== undefined).length
  return {
    done: false,
    sentence: `${many(bursts.length, 'burst')}, ${named === bursts.length ? 'each names' : `${named} of them name`} the waste removed`,
  }
}

function supposed({ elements }: Mapped): Progress {
  const count = Array.from(elements.values()).filter((e) => e.kind === 'note' && e.note === 'hypothesis').length
  return {
    done: false,
    sentence: count === 0 ? null : `${count === 1 ? '1 hypothesis' : `${count} hypotheses`} on the map`,
  }
}

function known({ metrics }: Mapped): Progress {
  const guessed = metrics?.provenance.guess
  if (!metrics || metrics.lead_time_s === null || guessed === undefined) return { done: false, sentence: null }
  return { done: false, sentence: `${Math.round(guessed * 100)} % of the lead time is guessed` }
}

function many(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
