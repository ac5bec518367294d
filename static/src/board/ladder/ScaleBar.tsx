import type { Calendar, Elements } from '../../model/types'
import { useStore } from '../useStore'
import { type Rung, toScale } from './geometry'
import { rungWords } from './LadderDrawing'
import { Sources } from './Sources'

/** The same times to scale: how little of the lead time is work. */
export function ScaleBar({
  drawn,
  calendar,
  elements,
}: {
  drawn: readonly Rung[]
  calendar: Calendar
  elements: Elements
}) {
  const metrics = useStore((state) => state.metrics)
  const stretches = toScale(drawn)
  if (stretches.length === 0) return null
  return (
    <div className="scale">
      <span className="scale-title">To scale</span>
      <div className="scale-bar" aria-hidden="true">
        {stretches.map(({ rung, from, to }) => (
          <span
            key={`${rung.id} ${rung.kind}`}
            className="scale-part"
            data-kind={rung.kind}
            title={rungWords(rung, calendar, elements)}
            style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
          />
        ))}
      </div>
      {metrics && <Sources metrics={metrics} />}
    </div>
  )
}
