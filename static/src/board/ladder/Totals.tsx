import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import type { Charter, Elements, Metrics } from '../../model/types'
import { besidePath } from './stations'

/** The ladder in one sentence: what it sums to, for what, and what it leaves out. */
export function Totals({
  metrics,
  elements,
  charter,
}: {
  metrics: Metrics
  elements: Elements
  charter: Charter | null
}) {
  const calendar = calendarOf(charter)
  const time = (seconds: number) => formatDuration(seconds, calendar)
  const { lead_time_s: lead, wait_time_s: wait, process_time_s: work, lower_bound_s: bound } = metrics
  if (lead === null || wait === null || work === null) {
    return (
      <p className="ladder-totals">
        {bound ? <strong>at least {time(bound)}</strong> : 'not known yet'} · {metrics.steps_timed} of{' '}
        {metrics.steps_total} steps have times
        {metrics.missing[0] && <span className="ladder-needs"> · {metrics.missing[0].sentence}</span>}
      </p>
    )
  }
  const beside = besidePath(elements, metrics)
  return (
    <p className="ladder-totals">
      <i className="swatch" data-kind="wait" />
      <strong>{time(wait)}</strong> of waiting + <i className="swatch" data-kind="work" />
      <strong>{time(work)}</strong> of work = <strong>{time(lead)}</strong> for one {charter?.unit || 'item'} going
      through once
      {beside.length > 0 && <span className="ladder-beside">{besideWords(beside)}</span>}
    </p>
  )
}

function besideWords(names: readonly string[]): string {
  const quoted = names.slice(0, 2).map((name) => `“${name}”`)
  const more = names.length > 2 ? ` and ${names.length - 2} more` : ''
  const verb = names.length === 1 ? 'runs' : 'run'
  return `${quoted.join(', ')}${more} ${verb} beside the counted path and ${names.length === 1 ? 'is' : 'are'} not drawn`
}
