import { newestOf } from '../../model/rounds'
import type { ElementId } from '../../model/types'
import { Section } from '../inspector/Section'
import { useRounds } from '../rounds/useRounds'
import { useStore } from '../useStore'
import { CircleLines } from './CircleLines'
import { useCircle, useCircleAsk } from './useCircle'

/** In the details of a step: that the room circled it, and for facilitators the pen. */
export function CircleSection({ id }: { id: ElementId }) {
  const circle = useCircle()
  const isFacilitator = useStore((state) => state.role === 'facilitator' && state.whatIf === null)
  const isHidden = useStore((state) => state.metrics?.constraint_hidden === true)
  const isMine = circle?.element === id
  if (isHidden || !(isMine || isFacilitator)) return null
  return (
    <Section title="Circled by the room">
      {isMine && <CircleLines circle={circle} />}
      {isFacilitator && <CircleActs id={id} />}
    </Section>
  )
}

/** Circles the step, or takes the circle away. */
export function CircleActs({ id, round }: { id: ElementId; round?: string }) {
  const circle = useCircle()
  const judged = newestOf(
    useRounds(),
    'constraint',
    useStore((state) => state.map?.id ?? ''),
  )
  const ask = useCircleAsk()
  if (circle?.element === id) {
    return (
      <button type="button" className="button" disabled={ask.isBusy} onClick={() => ask.erase(circle)}>
        Erase the circle
      </button>
    )
  }
  return (
    <button
      type="button"
      className="button"
      disabled={ask.isBusy}
      onClick={() => ask.circle(id, round ?? judged?.id ?? null)}
    >
      Circle it as the constraint
    </button>
  )
}
