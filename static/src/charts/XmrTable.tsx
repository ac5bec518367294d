import type { Scale } from './scales'
import type { Rule, XmrJson } from './xmr'

const RULES: Record<Rule, string> = {
  outside: 'outside a limit',
  run: 'run on one side',
  near_limit: 'near a limit',
}

interface XmrTableProps {
  chart: XmrJson
  scale: Scale
  date: (place: number) => string
}

/** The limits of every segment, and every reading with what it signals. */
export function XmrTable({ chart, scale, date }: XmrTableProps) {
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">limits</th>
            <th scope="col">lower</th>
            <th scope="col">mean</th>
            <th scope="col">upper</th>
            <th scope="col">of moving ranges</th>
          </tr>
        </thead>
        <tbody>
          {chart.segments.map((segment) => (
            <tr key={segment.first}>
              <th scope="row">{segment.name ?? 'from the start'}</th>
              {segment.limits ? (
                <>
                  <td>{scale.format(segment.limits.lower)}</td>
                  <td>{scale.format(segment.limits.mean)}</td>
                  <td>{scale.format(segment.limits.upper)}</td>
                  <td>{scale.format(segment.limits.upper_range)}</td>
                </>
              ) : (
                <td colSpan={4}>{segment.sentence}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <thead>
          <tr>
            <th scope="col">when</th>
            <th scope="col">reading</th>
            <th scope="col">moved by</th>
            <th scope="col">signals</th>
          </tr>
        </thead>
        <tbody>
          {chart.readings.map((point, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: readings are told apart by their place alone
            <tr key={place}>
              <th scope="row">{date(place)}</th>
              <td>{point.value === null ? 'missing' : scale.format(point.value)}</td>
              <td>{point.moving_range === null ? '' : scale.format(point.moving_range)}</td>
              <td>{rulesAt(chart, place)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function rulesAt(chart: XmrJson, place: number): string {
  const met = chart.signals.filter((signal) => signal.readings.includes(place))
  return met.map((signal) => (signal.chart === 'moving_ranges' ? 'jump' : RULES[signal.rule])).join(', ')
}
