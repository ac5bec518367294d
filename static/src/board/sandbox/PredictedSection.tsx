import type { ElementId } from '../../model/types'
import { Section } from '../inspector/Section'
import { PredictedMark, usePredictedWait } from './PredictedMark'

/** In the details of a step or queue: the wait that the what-if would bring, and why. */
export function PredictedSection({ id }: { id: ElementId }) {
  const wait = usePredictedWait(id)
  if (!wait) return null
  return (
    <Section title="Predicted wait">
      <p className="predicted-section">
        <PredictedMark id={id} withStated />
      </p>
      <p className="predicted-section quiet">{wait.sentence}</p>
    </Section>
  )
}
