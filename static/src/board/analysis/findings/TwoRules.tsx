import type { ElementId, Metrics } from '../../../model/types'
import { plainName } from '../../fields/naming'
import { useStore } from '../../useStore'
import './findings.css'

type Constraint = NonNullable<Metrics['constraint']>

interface TwoRulesProps {
  constraint: Constraint
  onShow: (id: ElementId) => void
}

/** What each of the two rules says about the constraint, with its evidence; where they disagree the room decides. */
export function TwoRules({ constraint, onShow }: TwoRulesProps) {
  const { rule, agrees, by_utilisation: load, by_pile_up: pile } = constraint
  return (
    <section className="two-rules" data-agrees={agrees}>
      <h4>{titles[String(agrees)]}</h4>
      <div className="two-rules-pair">
        <Rule
          name="By load"
          step={load ?? null}
          evidence={constraint.utilisation_sentence}
          leads={rule === 'utilisation'}
          onShow={onShow}
        />
        <Rule
          name="By pile-up"
          step={pile ?? null}
          evidence={constraint.pile_up_sentence}
          leads={rule === 'pile_up'}
          onShow={onShow}
        />
      </div>
      {agrees === false && (
        <p>
          Both are marked on the map: a dashed ring by load, a dotted one where work piles up. A pile elsewhere often
          means batches, priorities or a time that is not right. Look at both before you decide.
        </p>
      )}
    </section>
  )
}

const titles: Readonly<Record<string, string>> = {
  true: 'Both rules point to the same step',
  false: 'Two rules, two answers',
  null: 'One rule can be applied',
}

interface RuleProps {
  name: string
  step: ElementId | null
  evidence: string
  leads: boolean
  onShow: (id: ElementId) => void
}

function Rule({ name, step, evidence, leads, onShow }: RuleProps) {
  const elements = useStore((state) => state.elements)
  return (
    <div className="rule" data-leads={leads}>
      <h5>
        {name}
        {leads && <span className="rule-leads">leads</span>}
      </h5>
      {step !== null && elements.has(step) && (
        <button type="button" className="line rule-step" title="Show it on the map" onClick={() => onShow(step)}>
          {plainName(elements, step)}
        </button>
      )}
      <p>{evidence}</p>
    </div>
  )
}
