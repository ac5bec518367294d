import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import type { PredictedWait } from '../../model/sandbox'
import type { ElementId } from '../../model/types'
import { useStore } from '../useStore'

/** What the what-if makes of the wait at a step or in a queue; undefined on the map itself and where nothing changes. */
export function usePredictedWait(id: ElementId): PredictedWait | undefined {
  return useStore((state) => state.whatIf?.prediction?.waits.find((wait) => wait.element === id && isOther(wait)))
}

export function isOther({ stated_s, predicted_s }: PredictedWait): boolean {
  return predicted_s === null || stated_s === null || Math.abs(predicted_s - stated_s) >= 1
}

/** “→ 2.1 d” beside the wait that was stated, with the reason. */
export function PredictedMark({ id, withStated = false }: { id: ElementId; withStated?: boolean }) {
  const wait = usePredictedWait(id)
  const charter = useStore((state) => state.charter)
  if (!wait) return null
  const time = (seconds: number) => formatDuration(seconds, calendarOf(charter))
  return (
    <span className="predicted" title={wait.sentence}>
      {withStated && wait.stated_s !== null && `${time(wait.stated_s)} `}
      <span aria-hidden="true">→ </span>
      <span className="visually-hidden">predicted </span>
      {wait.predicted_s === null ? 'grows' : time(wait.predicted_s)}
    </span>
  )
}
