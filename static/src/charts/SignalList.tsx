import type { XmrJson } from './xmr'
import { SignalShape } from './xmrOverlay'

interface SignalListProps {
  chart: XmrJson
  spoken: number | null
  onSpeak: (number: number | null) => void
}

/** In words: the signals, what an intervention changed, what the target is worth, and what was left out. */
export function SignalList({ chart, spoken, onSpeak }: SignalListProps) {
  const asides = [
    ...chart.changes.map((change) => change.sentence),
    ...(chart.target ? [chart.target.sentence] : []),
    ...chart.notes,
  ]
  return (
    <div className="chart-words">
      <ol className="signals" aria-label="Signals">
        {chart.signals.map((signal, place) => (
          <li
            key={`${signal.chart} ${signal.rule} ${signal.readings.join()}`}
            data-spoken={spoken === place + 1}
            onPointerEnter={() => onSpeak(place + 1)}
            onPointerLeave={() => onSpeak(null)}
          >
            <SignalShape rule={signal.rule} />
            {signal.sentence}
          </li>
        ))}
      </ol>
      {asides.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}
