import { formatDuration } from '../../model/durations'
import { formatShare } from '../../model/figures'
import type { Calendar, Elements, Metrics } from '../../model/types'
import { plainName } from '../fields/naming'
import { perDay } from '../headline/glance'

interface SummaryProps {
  metrics: Metrics | null
  elements: Elements
  calendar: Calendar
}

/** The headline figures in words, and what they still need. */
export function Summary({ metrics, elements, calendar }: SummaryProps) {
  if (metrics === null) return <p className="quiet">The figures are being computed.</p>
  const wanting = [...metrics.problems, ...metrics.missing]
  return (
    <div className="table-summary">
      <p>{summaryText(metrics, elements, calendar)}</p>
      {wanting.length > 0 && (
        <details>
          <summary>
            {metrics.problems.length > 0 && `${metrics.problems.length} to put right`}
            {metrics.problems.length > 0 && metrics.missing.length > 0 && ', '}
            {metrics.missing.length > 0 && `${metrics.missing.length} still needed`}
          </summary>
          <ul>
            {wanting.map(({ element, sentence }) => (
              <li key={`${element} ${sentence}`}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

export function summaryText(metrics: Metrics, elements: Elements, calendar: Calendar): string {
  const time = (seconds: number) => formatDuration(seconds, calendar)
  const sentences: string[] = []
  if (metrics.lead_time_s !== null) {
    const expected =
      metrics.expected_lead_time_s !== null && metrics.expected_lead_time_s !== metrics.lead_time_s
        ? `, ${time(metrics.expected_lead_time_s)} expected with rework`
        : ''
    sentences.push(`Lead time ${time(metrics.lead_time_s)}${expected}.`)
  } else if (metrics.lower_bound_s !== null) {
    const known = `${metrics.steps_timed} of ${metrics.steps_total} steps`
    sentences.push(`Lead time at least ${time(metrics.lower_bound_s)}: ${known} have their times.`)
  } else {
    sentences.push('Lead time not known yet.')
  }
  if (metrics.wait_time_s !== null && metrics.process_time_s !== null) {
    sentences.push(`${time(metrics.wait_time_s)} of it waiting, ${time(metrics.process_time_s)} work.`)
  }
  if (metrics.flow_efficiency !== null) sentences.push(`Flow efficiency ${formatShare(metrics.flow_efficiency)}.`)
  if (metrics.rolled_complete_accurate !== null) {
    sentences.push(`Rolled %C/A ${formatShare(metrics.rolled_complete_accurate)}.`)
  }
  if (metrics.throughput_per_day !== null) {
    sentences.push(`Throughput ${perDay(metrics.throughput_per_day)} a day.`)
  }
  if (metrics.constraint) {
    sentences.push(
      `Constraint: ${plainName(elements, metrics.constraint.step)}. ${metrics.constraint.evidence.join(' ')}`,
    )
  }
  return sentences.join(' ')
}
