import { useId } from 'react'
import { formatNumber } from '../../../model/figures'
import { streamOrder } from '../../../model/order'
import type { Calendar, ElementId, Elements } from '../../../model/types'
import { plainName } from '../../fields/naming'
import { useStore } from '../../useStore'
import type { SimulationResult, StepResult } from './types'
import { busyFormat, countFormat, timeFormat } from './words'
import './steps.css'

/** Above it waits grow fast (METHOD 3, “Constraint”). */
const NEARLY_FULL = 0.85
const GONE = 'A step that has been removed since'

interface StepLoadsProps {
  result: SimulationResult
  calendar: Calendar
  /** Shows a step on the map. */
  onShow: (id: ElementId) => void
}

/** How busy each step was, what was waited for it, and how many items lay before it. */
export function StepLoads({ result, calendar, onShow }: StepLoadsProps) {
  const elements = useStore((state) => state.elements)
  const heading = useId()
  const time = timeFormat(calendar)
  const isCompared = Object.values(result.steps).some((step) => step.stated_wait_s !== null)
  return (
    <section className="simulation-steps">
      <h3 id={heading}>Steps</h3>
      {isCompared && (
        <p className="simulation-steps-note">
          Where demand and people are known, items wait as long as those make them. The wait on the map is not simulated
          there but stands beside it: where it is much longer, something else than busy people makes items wait.
        </p>
      )}
      <table aria-labelledby={heading}>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Busy</th>
            <th scope="col">Wait, mean</th>
            {isCompared && <th scope="col">on the map</th>}
            <th scope="col">Waiting, mean</th>
            <th scope="col">at most</th>
          </tr>
        </thead>
        <tbody>
          {inStreamOrder(elements, result.steps).map(([id, step]) => (
            <tr key={id}>
              <th scope="row">
                {elements.has(id) ? (
                  <button type="button" className="simulation-step" onClick={() => onShow(id)}>
                    {plainName(elements, id)}
                  </button>
                ) : (
                  GONE
                )}
                {Math.abs(step.visits - 1) > 0.005 && (
                  <small>worked on {formatNumber(step.visits)} times an item</small>
                )}
              </th>
              <td>
                <Busy utilisation={step.utilisation} />
              </td>
              <td>{time(step.wait_s_mean)}</td>
              {isCompared && (
                <td>
                  {step.stated_wait_s === null ? (
                    <span title="The wait on the map is the one that is simulated.">as stated</span>
                  ) : (
                    <span className="simulation-stated">{time(step.stated_wait_s)}</span>
                  )}
                </td>
              )}
              <td>{step.queue_mean === null ? '–' : countFormat(step.queue_mean)}</td>
              <td>{step.queue_max === null ? '–' : formatNumber(step.queue_max)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** A share of the time as a bar and as a number; from 85 % on it says so in colour and weight. */
function Busy({ utilisation }: { utilisation: number | null }) {
  if (utilisation === null) return <span title="The people of this step are not known.">–</span>
  const tone = utilisation >= NEARLY_FULL ? 'full' : 'free'
  return (
    <span className="simulation-busy" data-tone={tone}>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="simulation-busy-room" width="100" height="6" rx="3" />
        <rect className="simulation-busy-part" width={Math.min(1, utilisation) * 100} height="6" rx="3" />
      </svg>
      {busyFormat(utilisation)}
    </span>
  )
}

/** Steps of the map as it is in stream order, then those that have gone since. */
export function inStreamOrder(elements: Elements, steps: SimulationResult['steps']): [ElementId, StepResult][] {
  const known = streamOrder(elements).filter((id) => id in steps)
  const gone = Object.keys(steps).filter((id) => !elements.has(id))
  return [...known, ...gone].flatMap((id) => {
    const step = steps[id]
    return step ? [[id, step] as [ElementId, StepResult]] : []
  })
}
