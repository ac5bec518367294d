import { calendarOf } from '../../model/calendar'
import { type Circle, circledName, circleWords, figuresAgree } from '../../model/circle'
import { formatDuration } from '../../model/durations'
import { formatNumber, formatShare } from '../../model/figures'
import type { Calendar, Elements, Metrics } from '../../model/types'
import { useStore } from '../useStore'
import { useCircle } from '../waste/useCircle'
import { Figure, type FigureReading } from './Figure'
import { glance, perDay } from './glance'
import './headline.css'

/** The figures of the whole stream, always in sight. They come from the server; while it computes, the last ones stand. */
export function Headline() {
  const metrics = useStore((state) => state.metrics)
  const charter = useStore((state) => state.charter)
  const elements = useStore((state) => state.elements)
  const circle = useCircle()
  const calendar = calendarOf(charter)
  const read = metrics ?? null
  return (
    <section className="headline" aria-label="Figures of the whole stream">
      <Figure figure="lead_time" reading={leadTime(read, calendar)} />
      <Figure
        figure="process_time"
        reading={read && { value: time(read.process_time_s, calendar), beside: effort(read, calendar) }}
      />
      <Figure figure="flow_efficiency" reading={read && { value: share(read.flow_efficiency), beside: cycle(read) }} />
      <Figure figure="rolled" reading={read && { value: share(read.rolled_complete_accurate), beside: null }} />
      <Figure figure="constraint" reading={constraint(read, elements, circle)} isHot={!read?.constraint_hidden} />
      <MinorFigures />
    </section>
  )
}

/** What the stream is asked for and what it carries, where that is known: takt, throughput, flow load. */
export function MinorFigures() {
  const metrics = useStore((state) => state.metrics)
  const charter = useStore((state) => state.charter)
  if (!metrics) return null
  const { takt_time_s: takt, throughput_per_day: throughput, wip, wip_counted: seen } = metrics
  return (
    <div className="minor-figures">
      {takt !== null && (
        <Figure figure="takt" reading={{ value: formatDuration(takt, calendarOf(charter)), beside: null }} isMinor />
      )}
      {throughput !== null && (
        <Figure figure="throughput" reading={{ value: `${perDay(throughput)} a day`, beside: null }} isMinor />
      )}
      {(wip ?? seen) !== null && <Figure figure="wip" reading={load(metrics)} isMinor />}
    </div>
  )
}

function leadTime(metrics: Metrics | null, calendar: Calendar): FigureReading | null {
  if (!metrics) return null
  const { lead_time_s: lead, expected_lead_time_s: expected, lower_bound_s: bound } = metrics
  if (lead === null) {
    if (bound === null || bound === 0) return { value: null, beside: null }
    const known = `${metrics.steps_timed} of ${metrics.steps_total} steps`
    return { value: `at least ${formatDuration(bound, calendar)}`, beside: known }
  }
  const differs = expected !== null && Math.abs(expected - lead) > 1
  return {
    value: formatDuration(lead, calendar),
    beside: differs ? `expected ${formatDuration(expected, calendar)}` : null,
  }
}

function effort({ effort_s: sum, process_time_s: path }: Metrics, calendar: Calendar): string | null {
  return sum !== null && path !== null && Math.abs(sum - path) > 1 ? `effort ${formatDuration(sum, calendar)}` : null
}

function cycle({ process_cycle_efficiency: efficiency }: Metrics): string | null {
  return efficiency === null ? null : `${formatShare(efficiency)} adds value`
}

function constraint(metrics: Metrics | null, elements: Elements, circle: Circle | null): FigureReading | null {
  if (!metrics) return null
  if (metrics.constraint_hidden) return { value: 'hidden', beside: 'people judge it first' }
  const found = metrics.constraint
  const step = found ? elements.get(found.step) : undefined
  const room = circle && roomWords(circle, metrics, elements)
  const said = circle ? [circleWords(circle, metrics, elements)] : []
  if (!found || step?.kind !== 'step') return { value: null, beside: null, room, evidence: said }
  const load = metrics.steps[found.step]?.utilisation ?? null
  const beside =
    found.rule === 'pile_up'
      ? 'work piles up here'
      : `${load === null ? 'busiest' : `${Math.round(load * 100)} % busy`}${found.agrees === false ? ' · pile-up says another' : ''}`
  return { value: step.name, beside, room, evidence: [...said, ...found.evidence] }
}

/** “the room agrees”; “the room: Code review”. */
function roomWords(circle: Circle, metrics: Metrics, elements: Elements): string {
  return figuresAgree(circle, metrics) ? 'the room agrees' : `the room: ${circledName(circle, elements)}`
}

function load({ wip, wip_counted: seen }: Metrics): FigureReading {
  if (wip === null) return { value: `${formatNumber(seen ?? 0)}`, beside: 'counted' }
  return { value: glance(wip), beside: seen === null ? null : `${formatNumber(seen)} counted` }
}

function time(seconds: number | null, calendar: Calendar): string | null {
  return seconds === null ? null : formatDuration(seconds, calendar)
}

function share(value: number | null): string | null {
  return value === null ? null : formatShare(value)
}
