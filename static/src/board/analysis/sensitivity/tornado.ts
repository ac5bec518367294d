/** The tornado: each uncertain input as a bar from the lead time with its low to the lead time with its high value. */

import type { SensitivityAnswer, SensitivityBar } from '../../../model/analysis'
import { FIELDS } from '../../../model/fields'
import { formatQuantity } from '../../../model/figures'
import type { Calendar, Source } from '../../../model/types'
import { specOf } from '../../fields/typed'

/** What is drawn at once; the others change less than any of these. */
export const SHOWN = 10

export interface Axis {
  from_s: number
  to_s: number
  /** Where the lead time of today stands, in percent of the axis. */
  middle: number
}

/** One axis for all bars, so that they can be compared; null where nothing moves. */
export function axisOf({ bars, lead_time_s: lead }: SensitivityAnswer): Axis | null {
  if (lead === null || bars.length === 0) return null
  const ends = bars.flatMap((bar) => [bar.lead_time_low_s, bar.lead_time_high_s])
  const [from_s, to_s] = [Math.min(lead, ...ends), Math.max(lead, ...ends)]
  return to_s > from_s ? { from_s, to_s, middle: percent(lead, from_s, to_s) } : null
}

function percent(at: number, from: number, to: number): number {
  return (100 * (at - from)) / (to - from)
}

export interface Side {
  /** Percent of the axis. */
  left: number
  width: number
  /** Whether the lead time gets shorter on this side. */
  isShorter: boolean
  /** The input's value at the end of this side. */
  value: number
  lead_time_s: number
}

/** The two sides of a bar, the shorter lead time first; an end that changes nothing has no width. */
export function sidesOf(bar: SensitivityBar, lead_s: number, axis: Axis): [Side, Side] {
  const side = (value: number, at_s: number): Side => {
    const end = percent(at_s, axis.from_s, axis.to_s)
    return {
      left: Math.min(end, axis.middle),
      width: Math.abs(end - axis.middle),
      isShorter: at_s < lead_s,
      value,
      lead_time_s: at_s,
    }
  }
  const [low, high] = [side(bar.low, bar.lead_time_low_s), side(bar.high, bar.lead_time_high_s)]
  return bar.lead_time_low_s <= bar.lead_time_high_s ? [low, high] : [high, low]
}

const WORDS: Readonly<Record<string, string>> = {
  wait_time: 'wait',
  process_time: 'work',
  complete_accurate: '%C/A',
  items: 'items',
  share: 'share',
  people: 'people',
  uptime: 'uptime',
  batch_size: 'batch size',
}

export function fieldWord(field: string): string {
  return WORDS[field] ?? field.replaceAll('_', ' ')
}

/** A value of the input as the board writes it. */
export function inputText(value: number, field: string, calendar: Calendar): string {
  if (!isQuantity(field)) return String(Number(value.toPrecision(3)))
  return formatQuantity({ value, source: 'estimate' }, specOf(field).unit, calendar)
}

function isQuantity(field: string): boolean {
  return Object.values(FIELDS).some((fields) =>
    Object.entries(fields).some(([name, spec]) => name === field && spec.holds === 'quantity'),
  )
}

const NAMES: Readonly<Record<Source, string>> = {
  guess: 'a guess',
  estimate: 'an estimate',
  walked: 'a walked value',
  measured: 'a measured value',
}

/** “a guess from ½ to 2 times its value, an estimate from …”: how far a value without a range is varied. */
export function assumedText(assumed: SensitivityAnswer['assumed']): string | null {
  const parts = (Object.keys(NAMES) as Source[]).flatMap((source) => {
    const factors = assumed[source]
    if (!factors || factors[0] === factors[1]) return []
    return [`${NAMES[source]} from ${factorText(factors[0])} to ${factorText(factors[1])} times its value`]
  })
  return parts.length === 0 ? null : `${parts.join(', ')}; of a share its odds.`
}

function factorText(factor: number): string {
  return factor === 0.5 ? 'half' : String(Number(factor.toPrecision(3)))
}
