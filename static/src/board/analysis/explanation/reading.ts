/** How an explained figure is read: amounts in their units, what is counted in groups, and how well it is known. */

import type { CountedRow, ExplainedFigure, Explanation, FigureUnit } from '../../../model/analysis'
import { formatDuration } from '../../../model/durations'
import { formatNumber, formatShare } from '../../../model/figures'
import type { Calendar, Source } from '../../../model/types'
import { glance, perDay } from '../../headline/glance'

/** An amount with its unit; a dash where it is not known. */
export function amount(value: number | null, unit: FigureUnit, calendar: Calendar): string {
  if (value === null) return '–'
  switch (unit) {
    case 's':
      // Nothing is nothing in every unit.
      return value === 0 ? '0' : formatDuration(value, calendar)
    case 'share':
      return formatShare(value)
    case 'items_per_day':
      return `${perDay(value)} a day`
    case 'items':
      return glance(value)
    case 'count':
      return formatNumber(value)
  }
}

/** “27.8 d”, “at least 12 d”, “not known yet”. */
export function totalOf({ value, lower_bound, unit }: Explanation, calendar: Calendar): string {
  if (value !== null) return amount(value, unit, calendar)
  return lower_bound ? `at least ${amount(lower_bound, unit, calendar)}` : 'not known yet'
}

/** “1 ×”, “0.3 ×”, “1.43 ×”. */
export function timesText(times: number): string {
  return `${times >= 0.01 || times === 0 ? Number(times.toFixed(2)) : Number(times.toPrecision(1))} ×`
}

const PARTS: Readonly<Record<string, string>> = {
  wait: 'wait',
  process: 'work',
  value_adding: 'work that adds value',
  queue: 'time in it',
  factor: '',
  demand: '',
  throughput_times_lead_time: '',
  alternative: 'one of several ways',
  available: 'working time',
  pile_up: 'waiting before it',
  counted_items: 'counted in queues',
}

/** What a part is called beside its element; a word of a newer server stands for itself. */
export function partWord(part: string): string {
  return PARTS[part] ?? part.replaceAll('_', ' ')
}

export interface RowGroup {
  title: string | null
  rows: readonly CountedRow[]
  /** What its rows add up to; null where one is not known or where they are no sum. */
  sum: number | null
}

/** Figures that divide one part of their rows by all of them. */
const DIVIDED: Partial<Record<ExplainedFigure, string>> = {
  flow_efficiency: 'process',
  process_cycle_efficiency: 'value_adding',
}

/** Figures that choose among their rows instead of adding them up. */
export const CHOSEN: ReadonlySet<ExplainedFigure> = new Set<ExplainedFigure>(['throughput_per_day', 'constraint'])

/** Figures whose rows stand in groups, because they are not one list in stream order. */
const IN_GROUPS: ReadonlySet<ExplainedFigure> = new Set<ExplainedFigure>([
  'flow_efficiency',
  'process_cycle_efficiency',
  'constraint',
])

/** The rows as they are listed: one group in stream order, or a group for each part. */
export function groupsOf({ figure, rows }: Explanation): RowGroup[] {
  if (rows.length === 0) return []
  if (!IN_GROUPS.has(figure)) return [{ title: null, rows, sum: null }]
  const divided = DIVIDED[figure]
  const parts = [...new Set(rows.map(({ part }) => part))]
  // What is divided stands first, what it is divided by after it.
  parts.sort((one, other) => Number(other === divided) - Number(one === divided))
  return parts.map((part) => {
    const own = rows.filter((row) => row.part === part)
    return { title: capital(partWord(part)), rows: own, sum: divided === undefined ? null : sumOf(own) }
  })
}

export interface Total {
  name: string
  text: string
}

/** What stands under the rows: what they make, and for a ratio also what it is divided by. */
export function totalsOf({ figure, name, value, unit, rows }: Explanation, calendar: Calendar): Total[] {
  // The value of the constraint is that of one row.
  if (value === null || figure === 'constraint') return []
  const total = { name, text: amount(value, unit, calendar) }
  if (DIVIDED[figure] === undefined) return [total]
  return [{ name: 'Lead time: all of these', text: amount(sumOf(rows), 's', calendar) }, total]
}

function sumOf(rows: readonly CountedRow[]): number | null {
  return rows.reduce<number | null>((sum, { counted }) => (sum === null || counted === null ? null : sum + counted), 0)
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** The best known first, as on the board. */
export const SOURCES: readonly { source: Source; word: string }[] = [
  { source: 'measured', word: 'measured' },
  { source: 'walked', word: 'walked' },
  { source: 'estimate', word: 'estimated' },
  { source: 'guess', word: 'guessed' },
]

export interface RestShare {
  source: Source
  word: string
  share: number
}

/** What the figure rests on, without what does not show. */
export function restsOf(rests: Explanation['rests_on']): RestShare[] {
  return SOURCES.flatMap(({ source, word }) => {
    const share = rests[source] ?? 0
    return share >= 0.005 ? [{ source, word, share }] : []
  })
}

/** “46 % of it is guessed.” The first thing to know about a figure, after the figure. */
export function guessSentence(rests: Explanation['rests_on']): string | null {
  const shares = restsOf(rests)
  const guess = shares.find(({ source }) => source === 'guess')
  if (shares.length === 0) return null
  if (!guess) return 'None of it is guessed.'
  return guess.share > 0.995 ? 'All of it is guessed.' : `${Math.round(guess.share * 100)} % of it is guessed.`
}

/** The figures in the order in which they are asked for. */
export const CHAPTERS: readonly { title: string; figures: readonly ExplainedFigure[] }[] = [
  {
    title: 'Time',
    figures: ['lead_time_s', 'expected_lead_time_s', 'wait_time_s', 'process_time_s', 'value_added_time_s', 'effort_s'],
  },
  { title: 'Flow', figures: ['flow_efficiency', 'process_cycle_efficiency', 'handoffs'] },
  { title: 'Quality', figures: ['rolled_complete_accurate'] },
  { title: 'Demand and load', figures: ['constraint', 'takt_time_s', 'throughput_per_day', 'wip'] },
]
