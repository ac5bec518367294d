/** What rounds are called, and what they ask unless somebody asks otherwise. */

import type { EstimateField, NoteKind, RoundKind } from '../../model/rounds'

export const KIND_TITLES: Readonly<Record<RoundKind, string>> = {
  notes: 'Private notes',
  estimates: 'Blind estimates',
  votes: 'Dot votes',
  effort: 'Effort',
  constraint: 'The constraint',
}

export const KIND_WORDS: Readonly<Record<RoundKind, string>> = {
  notes: 'Everybody writes unseen; the reveal puts the notes on the map.',
  estimates: 'Times and %C/A of steps, given unseen; the room sees the spread and accepts a value.',
  votes: 'Dots on steps, notes, wastes or options; counted when the round is revealed.',
  effort: 'How hard a step is for the customer, and how well people can work in it, 1 to 5.',
  constraint: 'Everybody names the step that holds the stream back, before the figures say it.',
}

const PROMPTS: Readonly<Record<Exclude<RoundKind, 'estimates'>, string>> = {
  notes: 'What gets in the way of good work here?',
  votes: 'Where would a change help the most?',
  effort: 'How hard is each step for the customer, and how well can people do good work in it?',
  constraint: 'Which step holds the whole stream back, and why?',
}

const ASKED: Readonly<Record<EstimateField, string>> = {
  wait_time: 'how long does work wait before this step',
  process_time: 'how long is it worked on',
  complete_accurate: 'what share of it can be used as it is',
}

/** The question of a kind, as long as nobody writes another; estimates ask for the figures that are chosen. */
export function promptOf(kind: RoundKind, fields: readonly EstimateField[]): string {
  if (kind !== 'estimates') return PROMPTS[kind]
  const parts = fields.map((field) => ASKED[field])
  const last = parts.pop()
  const words = parts.length === 0 ? (last ?? '') : `${parts.join(', ')}, and ${last}`
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}?`
}

export const FIELD_WORDS: Readonly<Record<EstimateField, string>> = {
  wait_time: 'Wait before it',
  process_time: 'Work on it',
  complete_accurate: '%C/A',
}

export const FIELD_EXAMPLES: Readonly<Record<EstimateField, string>> = {
  wait_time: '2d',
  process_time: '3h',
  complete_accurate: '80%',
}

export const NOTE_WORDS: Readonly<Record<NoteKind, string>> = {
  note: 'Note',
  question: 'Question',
  idea: 'Idea',
  hypothesis: 'Hypothesis',
  burst: 'Improvement (kaizen burst)',
}

export const MINUTES = [2, 3, 5, 8, 10, 15] as const
