import type { ReactNode } from 'react'
import type { Metrics } from '../../model/types'
import { useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import './constraint.css'

type Constraint = NonNullable<Metrics['constraint']>

/** The dashed ring around the constraint; its words say by which rule, and whether the other rule agrees. */
export function ConstraintRing({ constraint, utilisation }: { constraint: Constraint; utilisation: number | null }) {
  return (
    <span className="constraint-ring">
      <Words evidence={constraint.evidence}>{constraintWords(constraint, utilisation)}</Words>
    </span>
  )
}

/** The dotted ring of the other rule, where the load points to another step than the longest wait: the room decides. */
export function PileRing() {
  const evidence = useStore((state) => state.metrics?.constraint?.evidence)
  return (
    <span className="constraint-ring" data-other="true">
      <Words evidence={evidence ?? []}>constraint by pile-up · longest wait</Words>
    </span>
  )
}

/** They open the evidence of both rules; with the keyboard the figure at the top does. */
function Words({ evidence, children }: { evidence: readonly string[]; children: ReactNode }) {
  const ui = useUiStore()
  return (
    <button
      type="button"
      className="constraint-words nodrag nopan"
      tabIndex={-1}
      title={evidence.join('\n')}
      onClick={() => ui.set({ analysis: { tab: 'figures', figure: 'constraint' } })}
    >
      {children}
    </button>
  )
}

export function constraintWords({ rule, agrees }: Constraint, utilisation: number | null): string {
  const busy = utilisation === null ? 'busiest' : `${Math.round(utilisation * 100)} % busy`
  if (rule === 'pile_up') return 'constraint · work piles up here'
  if (agrees === true) return `constraint · ${busy}, work piles up`
  return agrees === false ? `constraint by load · ${busy}` : `constraint · ${busy}`
}
