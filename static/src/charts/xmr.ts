/** An XmR chart as the engine answers it (metrics/variation), and what a picture of it needs to know. */

export type Rule = 'outside' | 'run' | 'near_limit'

export interface ChartPoint {
  at: string
  value: number | null
  moving_range: number | null
  segment: number
}

export interface Limits {
  mean: number
  lower: number
  upper: number
  lower_natural: number
  upper_natural: number
  mean_moving_range: number
  upper_range: number
}

export interface Segment {
  name: string | null
  starts_at: string | null
  first: number
  end: number
  known: number
  limits: Limits | null
  provisional: boolean
  sentence: string
}

export interface Signal {
  rule: Rule
  chart: 'readings' | 'moving_ranges'
  side: 'above' | 'below'
  segment: number
  readings: number[]
  sentence: string
}

export interface Change {
  segment: number
  evidence: boolean | null
  direction: 'up' | 'down' | 'mixed' | null
  sentence: string
}

export interface TargetVerdict {
  value: number
  better: 'lower' | 'higher' | null
  verdict: 'luck' | 'change_of_process' | 'met' | null
  direction: 'up' | 'down' | 'mixed' | null
  sentence: string
}

export interface XmrJson {
  measure: 'time_s' | 'count' | 'share' | 'number'
  readings: ChartPoint[]
  segments: Segment[]
  signals: Signal[]
  changes: Change[]
  target: TargetVerdict | null
  sentence: string
  notes: string[]
}

/** A reading that a signal speaks of; `numbers` are those of all its signals in the list, counted from 1. */
export interface Marked {
  place: number
  value: number
  rule: Rule
  numbers: number[]
}

const STRENGTH: readonly Rule[] = ['outside', 'run', 'near_limit']

/** The marked readings of one of the two charts, each once and with the mark of its strongest rule. */
export function markedOn(chart: XmrJson, which: Signal['chart']): Marked[] {
  const marked = new Map<number, Marked>()
  chart.signals.forEach((signal, number) => {
    if (signal.chart !== which) return
    for (const place of signal.readings) {
      const point = chart.readings[place]
      const value = which === 'readings' ? point?.value : point?.moving_range
      if (value == null) continue
      const known = marked.get(place) ?? { place, value, rule: signal.rule, numbers: [] }
      const rule = STRENGTH.indexOf(signal.rule) < STRENGTH.indexOf(known.rule) ? signal.rule : known.rule
      marked.set(place, { ...known, rule, numbers: [...known.numbers, number + 1] })
    }
  })
  return [...marked.values()].sort((one, other) => one.place - other.place)
}

export interface NamedLine {
  name: string
  value: number
  kind: 'limit' | 'mean' | 'target'
}

/** The lines of the newest segment that has limits; one where nothing varies; and the target among the readings. */
export function namedLines(chart: XmrJson, which: Signal['chart']): NamedLine[] {
  const limits = chart.segments.findLast((segment) => segment.limits !== null)?.limits
  const lines: NamedLine[] = []
  if (limits && which === 'readings') {
    lines.push({ name: 'mean', value: limits.mean, kind: 'mean' })
    if (limits.mean_moving_range > 0) {
      lines.unshift({ name: 'upper limit', value: limits.upper, kind: 'limit' })
      lines.push({ name: 'lower limit', value: limits.lower, kind: 'limit' })
    }
  } else if (limits) {
    lines.push({ name: 'mean', value: limits.mean_moving_range, kind: 'mean' })
    if (limits.mean_moving_range > 0) lines.unshift({ name: 'limit', value: limits.upper_range, kind: 'limit' })
  }
  if (chart.target && which === 'readings') lines.push({ name: 'target', value: chart.target.value, kind: 'target' })
  return lines
}

/** The lowest and highest value that the upper chart has to show, with a little air. */
export function rangeOf(chart: XmrJson): [number, number] {
  const values = [
    ...chart.readings.map((point) => point.value),
    ...chart.segments.flatMap(({ limits }) => (limits ? [limits.lower, limits.upper] : [])),
    chart.target?.value ?? null,
  ].filter((value) => value !== null)
  if (values.length === 0) return [0, 1]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const air = (most - least || Math.abs(most) || 1) * 0.08
  // Times, counts and shares stand on zero when it is near: a floor cut off makes small differences look large.
  const from = chart.measure !== 'number' && least < 0.6 * most ? 0 : least - air
  return [from, most + air]
}

/** The highest moving range that the lower chart has to show. */
export function rangeOfMoves(chart: XmrJson): number {
  const moves = chart.readings.map((point) => point.moving_range ?? 0)
  const limits = chart.segments.map(({ limits }) => limits?.upper_range ?? 0)
  return Math.max(...moves, ...limits) * 1.1 || 1
}

/** A moment as a day with its year, where the clocks show `timeZone`. */
export function dayOf(at: string, timeZone?: string): string {
  const moment = new Date(at)
  const dated = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone })
  return Number.isNaN(moment.getTime()) ? '' : dated.format(moment)
}

/** How readings are dated: with the year only where the series runs over one, with the hour where days repeat. */
export function datesOf(readings: readonly ChartPoint[], timeZone?: string): (place: number) => string {
  const moments = readings.map((point) => new Date(point.at))
  const days = new Set(readings.map((point) => dayOf(point.at, timeZone)))
  const years = new Set([...days].map((day) => day.slice(-4)))
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', timeZone }
  if (years.size > 1) options.year = '2-digit'
  if (days.size < moments.length) Object.assign(options, { hour: '2-digit', minute: '2-digit' })
  const dated = new Intl.DateTimeFormat('en-GB', options)
  return (place) => {
    const moment = moments[place]
    return moment && !Number.isNaN(moment.getTime()) ? dated.format(moment) : ''
  }
}
