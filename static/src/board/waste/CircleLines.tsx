import './marks.css'
import { type Circle, circleWords } from '../../model/circle'
import { When } from '../dialogs/When'
import { useStore } from '../useStore'

/** What stands circled: now against the figures, and what they said when it was drawn. */
export function CircleLines({ circle }: { circle: Circle }) {
  const metrics = useStore((state) => state.metrics)
  const elements = useStore((state) => state.elements)
  const by = useStore((state) => state.people.get(circle.by)?.name ?? 'a facilitator')
  const prompt = useStore((state) => state.facilitation?.rounds.find(({ id }) => id === circle.round)?.prompt ?? null)
  const isHidden = metrics?.constraint_hidden === true
  return (
    <div className="circle-lines">
      <p className="circle-now">{circleWords(circle, metrics, elements)}</p>
      <small>
        Circled by {by}, <When at={circle.at} />
        {prompt !== null && <>, after the round “{prompt}”</>}
        {circle.figures && !isHidden && <>. Then: {thenWords(circle)}</>}
      </small>
    </div>
  )
}

function thenWords({ figures, element }: Circle): string {
  if (!figures) return ''
  const rule = figures.rule === 'utilisation' ? 'by load' : 'by pile-up'
  return figures.step === element
    ? `the figures said the same, ${rule}.`
    : `the figures said “${figures.name}”, ${rule}.`
}
