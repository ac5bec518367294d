/** Changes and figures of a future state in words. */

import type { Difference, FieldChange, FigureRow, What } from '../../model/comparison'
import { formatDuration } from '../../model/durations'
import { formatShare } from '../../model/figures'
import type { Calendar } from '../../model/types'
import { glance, perDay } from '../headline/glance'

/** Each with a sign of its own, so that none needs its colour. */
export const SIGNS: Readonly<Record<What, string>> = {
  added: '+',
  removed: '−',
  changed: '≠',
  rewired: '⤷',
  effect: '~',
  relabelled: '≈',
  moved: '↔',
}
export const WHAT_WORDS: Readonly<Record<What, string>> = {
  added: 'new',
  removed: 'removed',
  changed: 'changed',
  rewired: 'led elsewhere',
  effect: 'follows from the changes',
  relabelled: 'called or known otherwise',
  moved: 'moved',
}

const KINDS = { step: 'step', queue: 'queue', flow: 'arrow', note: 'note' } as const

/** “Staging test”, “the arrow Development → Staging test”. */
export function nameOf({ kind, name }: Pick<Difference, 'kind' | 'name'>): string {
  if (kind === 'flow') return `Arrow ${name}`
  return name === kind ? `A ${KINDS[kind]}` : name
}

const SOURCE = / \((?:guess|estimate|walked|measured)[^)]*\)$/

/** What changed without its place, which the map shows. */
export function shownFields({ fields_changed }: Difference): FieldChange[] {
  return fields_changed.filter(({ field }) => field !== 'x' && field !== 'y')
}

/** The old and the new value without the source where both rest on the same. */
export function fromTo({ before, after }: FieldChange): [string, string] {
  const isSame = SOURCE.exec(before)?.[0] === SOURCE.exec(after)?.[0]
  return isSame ? [before.replace(SOURCE, ''), after.replace(SOURCE, '')] : [before, after]
}

export function figureText({ unit }: Pick<FigureRow, 'unit'>, value: number, calendar: Calendar): string {
  switch (unit) {
    case 's':
      return formatDuration(value, calendar)
    case 'share':
      return formatShare(value)
    case 'items_per_day':
      return `${perDay(value)} a day`
    default:
      return glance(value)
  }
}

/** How much it differs, without the direction: “6.5 d”, “12 points”. */
export function differenceText(row: Pick<FigureRow, 'unit'>, difference: number, calendar: Calendar): string {
  const size = Math.abs(difference)
  return row.unit === 'share' ? `${Number((size * 100).toPrecision(2))} points` : figureText(row, size, calendar)
}

/** “by 31 March 2031”. */
export function dayText(day: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}
