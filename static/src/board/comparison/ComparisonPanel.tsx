import { useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { useComparison } from './asker'
import { ChangeList } from './ChangeList'
import { BothMaps, ComparisonColumn } from './ComparisonColumn'
import { DesignPart } from './DesignPart'
import { FiguresBeside } from './FiguresBeside'
import { MapAgain } from './MapAgain'

/** Beside a future state: what it is for, every change with the waste it removes, and its figures beside those of now. */
export function ComparisonPanel() {
  const ui = useUiStore()
  const map = useStore((state) => state.map)
  const { answer, failure, asker } = useComparison()
  return (
    <ComparisonColumn
      label="Changes to the current state"
      waiting="Reading the changes …"
      isThere={answer !== null}
      failure={failure}
      again={asker.soon}
    >
      {answer !== null && (
        <>
          <DesignPart design={answer.design} mayState={answer.may.state_design} state={asker.state} />
          {answer.base === null ? (
            <p className="quiet">This future state has no current state to be compared with (any more).</p>
          ) : (
            <>
              <ChangeList answer={answer} asker={asker} />
              <section className="comparison-part">
                <h2>Figures</h2>
                {answer.base.has_changed && (
                  <p className="quiet">
                    “{answer.base.title}” has changed since this was made of it: the changes above are those to what it
                    was then; now stands here beside the promise.
                  </p>
                )}
                <FiguresBeside answer={answer} only={map?.id} />
              </section>
              <MapAgain />
              <div className="comparison-ways">
                <BothMaps />
                <button type="button" className="button" onClick={() => ui.set({ dialog: 'future_states' })}>
                  All future states …
                </button>
              </div>
            </>
          )}
        </>
      )}
    </ComparisonColumn>
  )
}
