/** What somebody typed into a figure's field, read as a quantity with its provenance; and a quantity spelled for typing. */

import { FIELDS, type FieldSpec } from '../../model/fields'
import { editableValue, formatNumber, formatQuantity, formatRange, parseFigure } from '../../model/figures'
import type { Calendar, Quantity, Source } from '../../model/types'

export type QuantitySpec = Extract<FieldSpec, { holds: 'quantity' }>

export type Typed = { is: 'empty' } | { is: 'figure'; quantity: Quantity } | { is: 'error'; sentence: string }

/** A provenance said behind the figure: "3d?", "3d guess", "8d walked", "8d measured 14". */
const PROVENANCE = /^(.*?)(?:\s*(\?)|\s+(guess|estimate|walked|measured)(?:\s+(\d+))?)$/i

const SPECS = new Map<string, QuantitySpec>(
  Object.values(FIELDS).flatMap((fields) =>
    Object.entries(fields).flatMap(([field, spec]): [string, QuantitySpec][] =>
      spec.holds === 'quantity' ? [[field, spec]] : [],
    ),
  ),
)

/** What the figure of this name counts in; a field has the same unit on every kind of element. */
export function specOf(field: string): QuantitySpec {
  const spec = SPECS.get(field)
  if (!spec) throw new Error(`“${field}” holds no quantity.`)
  return spec
}

/**
 * The quantity that `text` says. Typed figures are estimates unless the text names another provenance; a range that was
 * stated beside the earlier value stays where the new value still lies in it.
 */
export function readTyped(text: string, spec: QuantitySpec, calendar: Calendar, before: Quantity | undefined): Typed {
  const said = text.trim()
  if (said === '') return { is: 'empty' }
  const match = PROVENANCE.exec(said)
  const reading = parseFigure(match?.[1] ?? said, spec.unit, calendar, spec.least)
  if (!reading.ok) return { is: 'error', sentence: reading.sentence }
  const word = match?.[3]?.toLowerCase() as Source | undefined
  const source: Source = match?.[2] === '?' ? 'guess' : (word ?? 'estimate')
  const quantity: Quantity = { value: reading.value, source }
  if (reading.low !== null && reading.high !== null) Object.assign(quantity, { low: reading.low, high: reading.high })
  else if (before && !isMidpoint(before, spec)) Object.assign(quantity, rangeAround(before, reading.value))
  const count = Number(match?.[4])
  if (counts(source) && count >= 1) quantity.n = count
  return { is: 'figure', quantity }
}

function rangeAround({ low, high }: Quantity, value: number): { low?: number; high?: number } {
  if ((low ?? value) > value || (high ?? value) < value) return {}
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
}

/** Whether a provenance says of how many items it is. */
export function counts(source: Source): boolean {
  return source === 'walked' || source === 'measured'
}

function isMidpoint({ value, low, high }: Quantity, spec: QuantitySpec): boolean {
  if (low === undefined || high === undefined) return false
  const middle = (low + high) / 2
  return value === middle || (spec.unit === 'whole' && value === Math.round(middle))
}

/** The quantity as a text that reads back as the same figure: "1d 4h", "80%", "2h-4h". */
export function spellTyped(quantity: Quantity | undefined, spec: QuantitySpec, calendar: Calendar): string {
  if (!quantity) return ''
  const spell = (value: number) => editableValue(value, spec.unit, calendar)
  const { value, low, high } = quantity
  if (low === undefined || high === undefined || !isMidpoint(quantity, spec)) return spell(value)
  return `${spell(low)}-${spell(high)}`
}

/** The quantity for reading: "3 d", "2–4 h", "3 d (2–5 d)". */
export function showQuantity(quantity: Quantity | undefined, spec: QuantitySpec, calendar: Calendar): string {
  if (!quantity) return ''
  const range = shortRange(formatRange(quantity, spec.unit, calendar))
  if (range !== null && isMidpoint(quantity, spec)) return range
  const value = formatQuantity(quantity, spec.unit, calendar)
  return range === null ? value : `${value} (${range})`
}

/** "2 h – 4 h" as "2–4 h": the unit once where both ends have the same. */
function shortRange(range: string | null): string | null {
  return range?.replace(/^([\d.,]+)( ?\D*) – ([\d.,]+)\2$/, '$1–$3$2') ?? null
}

/** How the text is understood while it is being typed: "= 8 h", "= 3 h, between 2 h and 4 h". */
export function echoOf(quantity: Quantity, spec: QuantitySpec, calendar: Calendar): string {
  const { low, high, source, n } = quantity
  const show = (value: number) => formatQuantity({ value, source }, spec.unit, calendar)
  const hours = quantity.value / 3600
  const inHours = spec.unit === 'time' && hours >= calendar.hours_per_day ? ` (${formatNumber(hours)} h of work)` : ''
  const range = low === undefined || high === undefined ? '' : `, between ${show(low)} and ${show(high)}`
  const of = n === undefined ? '' : ` ${n}`
  const provenance = source === 'estimate' ? '' : `, ${source}${of}`
  return `= ${show(quantity.value)}${inHours}${range}${provenance}`
}
