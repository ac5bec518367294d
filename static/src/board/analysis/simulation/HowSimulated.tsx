import { formatNumber } from '../../../model/figures'
import type { SimulationResult } from './types'

/** What a reader has to know to trust it: warm-up, chance, and which times spread how. */
export function HowSimulated({ result }: { result: SimulationResult }) {
  const hasIntervals = result.lead_time_s.mean.low !== null
  return (
    <section className="simulation-how">
      <h3>How it was simulated</h3>
      <p>{result.warm_up_sentence}</p>
      <p>
        {formatNumber(result.items)} items with seed {result.seed}: the same map, items and seed give exactly this
        result again.{hasIntervals && ' The small figures are 95 % confidence intervals.'}
      </p>
      {result.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {result.distributions.length > 0 && (
        <details>
          <summary>How each time spreads</summary>
          <ul>
            {result.distributions.map(({ sentence }) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
