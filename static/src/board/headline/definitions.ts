/** What each headline figure is, by which formula, and which convention the product follows where schools differ. */

import type { ExplainedFigure } from '../../model/analysis'
import type { Metrics } from '../../model/types'

export interface Definition {
  title: string
  meaning: string
  formula: string
  convention: string
  /** The fields of the map without which it is not known. */
  fields: readonly string[]
  /** The same figure where it is explained in full. */
  explained: ExplainedFigure
}

export type FigureId =
  | 'lead_time'
  | 'process_time'
  | 'flow_efficiency'
  | 'rolled'
  | 'constraint'
  | 'takt'
  | 'throughput'
  | 'wip'

const TIMES = ['wait_time', 'process_time', 'items', 'share']

export const definitions: Readonly<Record<FigureId, Definition>> = {
  lead_time: {
    title: 'Lead time',
    meaning: 'From the trigger to the delivery for one item, in working time.',
    formula: 'Sum of wait and work of every step and queue on the counted path.',
    convention:
      'One pass without rework, which the timeline draws; “expected” adds what is sent back. Alternatives count by their shares, of parallel branches the longest.',
    fields: TIMES,
    explained: 'lead_time_s',
  },
  process_time: {
    title: 'Process time',
    meaning: 'Working time in which somebody works on the item.',
    formula: 'Sum of the work of every step on the counted path.',
    convention: 'Touch time on one pass; parallel branches that are not counted are in the effort instead.',
    fields: ['process_time', 'share'],
    explained: 'process_time_s',
  },
  flow_efficiency: {
    title: 'Flow efficiency',
    meaning: 'The part of the lead time in which somebody works on the item. In knowledge work 5 to 15 % is usual.',
    formula: 'Process time ÷ lead time.',
    convention:
      'A ratio of the sums, never a mean of ratios. Value-adding time ÷ lead time is another figure: process cycle efficiency.',
    fields: TIMES,
    explained: 'flow_efficiency',
  },
  rolled: {
    title: 'Rolled %C/A',
    meaning: 'The chance that an item passes every step without having to be corrected.',
    formula: 'Product of the %C/A of all steps along the stream.',
    convention:
      'The receiver judges what is complete and accurate. Alternatives count by share, every parallel branch is a factor.',
    fields: ['complete_accurate'],
    explained: 'rolled_complete_accurate',
  },
  constraint: {
    title: 'Constraint',
    meaning: 'The step that governs the throughput of the whole stream.',
    formula: 'The highest utilisation, where demand and people are known; else the longest wait before a step.',
    convention: 'Improving another step only piles up work before this one. The evidence of both rules is shown.',
    fields: ['people', 'demand', 'wait_time'],
    explained: 'constraint',
  },
  takt: {
    title: 'Takt time',
    meaning: 'How often an item has to leave the stream to meet the demand.',
    formula: 'Available working time ÷ demand.',
    convention: 'Working time by the calendar of the charter.',
    fields: ['demand'],
    explained: 'takt_time_s',
  },
  throughput: {
    title: 'Throughput',
    meaning: 'How many items the stream delivers a day.',
    formula: 'The smaller one of demand and the capacity of the constraint.',
    convention: 'Capacity of a step: people × uptime × working time ÷ (visits × work).',
    fields: ['people', 'demand'],
    explained: 'throughput_per_day',
  },
  wip: {
    title: 'Flow load (WIP)',
    meaning: 'How many items are in the stream at the same time.',
    formula: 'Throughput × expected lead time (Little’s law).',
    convention: 'Beside it what was counted in the queues; a difference of more than a fifth is a finding.',
    fields: ['people', 'demand', ...TIMES],
    explained: 'wip',
  },
}

/** What a figure still needs, as the sentences of the server; the first ones that belong to its fields. */
export function needs(metrics: Metrics, figure: FigureId): string[] {
  const { fields } = definitions[figure]
  const missing = metrics.missing.filter(({ field }) => fields.includes(field)).map(({ sentence }) => sentence)
  const problems = metrics.problems.map(({ sentence }) => sentence)
  return [...new Set([...missing, ...problems])]
}

const words = { measured: 'measured', walked: 'walked', estimate: 'estimated', guess: 'guessed' } as const

/** “41 % estimated, 29 % measured, 30 % guessed”, best known first; null while the lead time is not known. */
export function provenanceWords(metrics: Metrics): string | null {
  const parts = (Object.keys(words) as (keyof typeof words)[]).flatMap((source) => {
    const share = metrics.provenance[source] ?? 0
    return share >= 0.005 ? [`${Math.round(share * 100)} % ${words[source]}`] : []
  })
  return parts.length > 0 ? parts.join(', ') : null
}
