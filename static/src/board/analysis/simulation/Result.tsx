import { useMemo } from 'react'
import { calendarOf } from '../../../model/calendar'
import { formatNumber } from '../../../model/figures'
import type { ElementId } from '../../../model/types'
import { useStore } from '../../useStore'
import { HowSimulated } from './HowSimulated'
import { LeadTimes } from './LeadTimes'
import { Queues } from './Queues'
import { StepLoads } from './StepLoads'
import type { Interval, SimulationResult } from './types'
import { countFormat, rangeOf, rateFormat, timeFormat } from './words'
import './result.css'

/** What came out: the lead times first, then why they differ from the map's figure, then where the items were. */
export function Result({ result, onShow }: { result: SimulationResult; onShow: (id: ElementId) => void }) {
  const charter = useStore((state) => state.charter)
  // One object as long as the charter stands: the charts are drawn anew with every other one.
  const calendar = useMemo(() => calendarOf(charter), [charter])
  const time = timeFormat(calendar)
  const { p50, p85, p95, mean } = result.lead_time_s
  return (
    <article className="simulation-result" aria-label={`Result of ${formatNumber(result.items)} simulated items`}>
      {!result.steady && (
        <p className="simulation-unsteady">
          <strong>No steady state.</strong> {withoutPrefix(result.sentence)}
        </p>
      )}
      <dl className="simulation-percentiles">
        <Percentile words="50 of 100 items within" interval={p50} format={time} />
        <Percentile words="85 of 100 within" interval={p85} format={time} isMain />
        <Percentile words="95 of 100 within" interval={p95} format={time} />
      </dl>
      <LeadTimes result={result} calendar={calendar} />
      <section className="simulation-difference">
        <h3>Why this is not the figure of the map</h3>
        <dl className="simulation-compared">
          <Compared words="Simulated, mean" value={time(mean.value)} />
          {result.static_expected_lead_time_s !== null && (
            <Compared words="Expected, from the map" value={time(result.static_expected_lead_time_s)} />
          )}
          {result.static_lead_time_s !== null && (
            <Compared words="One pass, from the map" value={time(result.static_lead_time_s)} />
          )}
        </dl>
        <p>{result.difference_sentence}</p>
      </section>
      <dl className="simulation-flow">
        <Percentile
          words="Throughput"
          interval={result.throughput_per_day}
          format={(rate) => `${rateFormat(rate)} a day`}
        />
        <Percentile words="Items in the stream" interval={result.wip} format={countFormat} />
        <Percentile words="Mean lead time" interval={mean} format={time} />
      </dl>
      <StepLoads result={result} calendar={calendar} onShow={onShow} />
      <Queues result={result} calendar={calendar} />
      <HowSimulated result={result} />
    </article>
  )
}

interface PercentileProps {
  words: string
  interval: Interval | null
  format: (value: number) => string
  isMain?: boolean
}

/** One figure of the run, with where it lies with 95 % confidence. */
function Percentile({ words, interval, format, isMain = false }: PercentileProps) {
  const range = interval && rangeOf(interval, format)
  return (
    <div data-main={isMain}>
      <dt>{words}</dt>
      <dd>
        <strong className="simulation-value">{interval ? format(interval.value) : 'not known'}</strong>
        {range !== null && (
          <small>
            <span className="visually-hidden">with 95 % confidence </span>
            {range}
          </small>
        )}
      </dd>
    </div>
  )
}

function Compared({ words, value }: { words: string; value: string }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** The server's sentence may begin with what the heading says already. */
function withoutPrefix(sentence: string | null): string {
  const rest = (sentence ?? '').replace(/^No steady state[:.;]\s*/i, '')
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}
