import type { Metrics } from '../../model/types'

type Constraint = NonNullable<Metrics['constraint']>

/** The dashed ring around the constraint; its words say by which rule, and whether the other rule agrees. */
export function ConstraintRing({ constraint, utilisation }: { constraint: Constraint; utilisation: number | null }) {
  return (
    <span className="constraint-ring" title={constraint.evidence.join('\n')}>
      <span className="constraint-words">{constraintWords(constraint, utilisation)}</span>
    </span>
  )
}

/** Where the longest wait is, when the load points to another step: the room decides. */
export function PileRing() {
  return (
    <span className="constraint-ring" data-other="true">
      <span className="constraint-words">work piles up here</span>
    </span>
  )
}

export function constraintWords({ rule, agrees }: Constraint, utilisation: number | null): string {
  const busy = utilisation === null ? 'busiest' : `${Math.round(utilisation * 100)} % busy`
  if (rule === 'pile_up') return 'constraint · work piles up here'
  if (agrees === true) return `constraint · ${busy}, work piles up`
  return agrees === false ? `constraint by load · ${busy}` : `constraint · ${busy}`
}
