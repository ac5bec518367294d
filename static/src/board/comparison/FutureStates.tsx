import { useState } from 'react'
import type { FutureStates as Found } from '../../model/comparison'
import { useBoot } from '../boot'
import { Dialog } from '../dialogs/Dialog'
import { useStore } from '../useStore'
import { useComparison } from './asker'
import { DeriveForm, Gaps, useFutureStates } from './DeriveForm'
import { FiguresBeside } from './FiguresBeside'
import { dayText } from './words'

/** All future states of one current state, their figures beside each other, and the way to another one. */
export function FutureStates({ onClose }: { onClose: () => void }) {
  const { found, failure } = useFutureStates()
  const { answer } = useComparison()
  return (
    <Dialog title="Future states" onClose={onClose} width="wide">
      {failure !== null && <p className="field-error">{failure}</p>}
      {found !== null && (
        <>
          <List found={found} currentId={answer?.base?.id ?? null} currentTitle={answer?.base?.title ?? null} />
          {answer !== null && found.results.length > 0 && (
            <section className="dialog-section">
              <h3>Figures</h3>
              <FiguresBeside answer={answer} />
            </section>
          )}
          <Another found={found} />
        </>
      )}
    </Dialog>
  )
}

interface ListProps {
  found: Found
  currentId: string | null
  currentTitle: string | null
}

function List({ found, currentId, currentTitle }: ListProps) {
  const boot = useBoot()
  const here = useStore((state) => state.map?.id)
  return (
    <section className="dialog-section">
      {currentId !== null && (
        <p className="future-made">
          Made of the current state <a href={`/maps/${currentId}/`}>{currentTitle}</a>.
        </p>
      )}
      {found.results.length === 0 && <p className="quiet">There is none of this map yet.</p>}
      <ul className="future-list">
        {found.results.map(({ id, title, target_condition, horizon_ends_on }) => (
          <li key={id} className="future-one">
            {id === here ? <strong>{title} (this map)</strong> : <a href={`/maps/${id}/`}>{title}</a>}
            <span className="future-words">
              {target_condition || 'No target condition is stated.'}
              {horizon_ends_on && ` By ${dayText(horizon_ends_on, boot.language)}.`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Another({ found: { may_derive, readiness } }: { found: Found }) {
  const [isOpen, setOpen] = useState(false)
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  if (!readiness.is_complete) return <Gaps gaps={readiness.gaps} />
  // A what-if becomes one with its changes; that way stands in its own banner.
  if (!may_derive || isInWhatIf) return null
  return (
    <section className="dialog-section">
      {isOpen ? (
        <DeriveForm edits={[]} />
      ) : (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          Make a future state of this map …
        </button>
      )}
    </section>
  )
}
