/** Quantities brought into normal form: a plain value typed on the board becomes an estimate. */

import { parseDuration } from './durations'
import { type FieldSpec, NUMBER_LIMIT } from './fields'
import type { Calendar, Quantity, Source } from './types'

const SOURCES: ReadonlySet<unknown> = new Set<Source>(['guess', 'estimate', 'walked', 'measured'])
const PARTS: ReadonlySet<string> = new Set(['value', 'low', 'high', 'source', 'n'])

type QuantitySpec = Extract<FieldSpec, { holds: 'quantity' }>
type Written = Readonly<Partial<Record<'value' | 'low' | 'high' | 'source' | 'n', unknown>>>

/** The quantity in normal form, or null where the server will refuse it. */
export function normalQuantity(raw: unknown, spec: QuantitySpec, calendar: Calendar): Quantity | null {
  const written = partsOf(raw)
  const value = written && readings(written.value, spec, calendar)
  if (!written || !value) return null
  const low = bound(written.low, value.low, spec, calendar)
  const high = bound(written.high, value.high, spec, calendar)
  if (low === null || high === null) return null
  if ((low ?? value.value) > value.value || (high ?? value.value) < value.value) return null
  const source = written.source ?? 'estimate'
  const n = written.n ?? undefined
  if (!SOURCES.has(source) || (n !== undefined && !isCount(n))) return null
  return {
    value: value.value,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    source: source as Source,
    ...(n === undefined ? {} : { n }),
  }
}

function partsOf(raw: unknown): Written | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { value: raw }
  return Object.keys(raw).every((key) => PARTS.has(key)) ? raw : null
}

interface Figure {
  value: number
  low?: number
  high?: number
}

/** One part as it was written; only times may be texts, and a text may be a range. */
function readings(raw: unknown, spec: QuantitySpec, calendar: Calendar): Figure | null {
  if (typeof raw === 'number') return fits(raw, spec) ? { value: raw } : null
  if (typeof raw !== 'string' || spec.unit !== 'time') return null
  const reading = parseDuration(raw, calendar)
  if (!reading.ok || !fits(reading.value, spec)) return null
  const { value, low, high } = reading
  return low === null || high === null ? { value } : { value, low, high }
}

/** An end of the range: what is written, else what the text of the value says; null where it does not fit. */
function bound(
  raw: unknown,
  ofValue: number | undefined,
  spec: QuantitySpec,
  calendar: Calendar,
): number | undefined | null {
  return raw == null ? ofValue : (readings(raw, spec, calendar)?.value ?? null)
}

function fits(value: number, spec: QuantitySpec): boolean {
  if (!(value >= spec.least)) return false
  switch (spec.unit) {
    case 'share':
      return value <= 1
    case 'uptime':
      return value > 0 && value <= 1
    case 'whole':
      return value <= NUMBER_LIMIT && Number.isInteger(value)
    default:
      return value <= NUMBER_LIMIT
  }
}

function isCount(n: unknown): n is number {
  return typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= NUMBER_LIMIT
}
