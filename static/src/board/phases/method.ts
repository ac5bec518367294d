/** The method as the run of a session: what each phase is for and what to ask the room. */

import type { AgendaPhase, PhaseCode } from '../../model/session'

/** To be read out to the room. */
export const QUESTIONS: Readonly<Record<PhaseCode, string | null>> = {
  scope: 'Who is the customer, and what would they say they are waiting for?',
  current_state:
    'How long does work wait here before someone starts? How long is it done? How often does it come back?',
  waste: 'Where does work pile up, and what would have to be different for it not to?',
  future_state: 'Which waste does this change remove, and what will flow better for the customer?',
  experiment: 'What do we try first, how will we see that it worked, and what must not get worse?',
  plan: 'Who sees to it, by when, and who needs to agree?',
  measure: 'What has surprised you today, and what will be different next week?',
  break: null,
  other: null,
}

const titled = (code: PhaseCode, title: string, instruction: string): AgendaPhase => ({
  id: code,
  code,
  title,
  instruction,
  minutes: 0,
})

/** The phases of the method, for a workshop without an agenda. */
export const METHOD: readonly AgendaPhase[] = [
  titled(
    'scope',
    'Scope and customer',
    'One sentence: who is the customer, what do they value, from which trigger to which delivery. Narrow enough for one session. It is a discovery, not a hunt for the guilty.',
  ),
  titled(
    'current_state',
    'Current state',
    'Everybody puts the steps of the work on the map, in order, with arrows. Draw what happens, not what the handbook says. Then the times: a guess is a good start, its mark says that it is one.',
  ),
  titled(
    'waste',
    'Waste and constraint',
    'Ask where work piles up and why, not who is slow. Mark the wastes on the steps. Write the hypotheses beside the map: big batches, capacity, quality?',
  ),
  titled(
    'future_state',
    'Future state',
    'One or two changes at the constraint and at the largest wastes: smaller batches, pull and WIP limits, a gate removed, a check automated. Each names the waste that it removes.',
  ),
  titled(
    'experiment',
    'Experiment',
    'One change becomes a hypothesis: “We believe that by … we will reduce … of … by … within …”, with an owner, a measure, and a guard against what it could break.',
  ),
  titled(
    'plan',
    'Plan and governance',
    'Name an owner and a date for every change, and when leaders look at the results. A plan outside the budget cycle dies.',
  ),
  titled(
    'measure',
    'Keep measuring',
    'Say what rests on guesses and who will measure it on real items. Agree when this group looks at the figures again.',
  ),
]
