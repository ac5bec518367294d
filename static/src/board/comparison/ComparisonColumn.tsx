import type { ReactNode } from 'react'
import { useUi, useUiStore } from '../shell/ui'

interface ComparisonColumnProps {
  label: string
  /** What it says while the answer is on its way. */
  waiting: string
  isThere: boolean
  failure: string | null
  again: () => void
  children: ReactNode
}

/** The column at the left that holds it against another one: what it says once it knows, why it does not. */
export function ComparisonColumn({ label, waiting, isThere, failure, again, children }: ComparisonColumnProps) {
  const ui = useUiStore()
  const isOpen = useUi((state) => state.phases)
  return (
    <aside className="comparison-panel" aria-label={label} hidden={!isOpen}>
      {failure !== null && (
        <p className="field-error" role="alert">
          {failure}{' '}
          <button type="button" className="button-quiet" onClick={again}>
            Try again
          </button>
        </p>
      )}
      {!isThere && failure === null && <p className="quiet">{waiting}</p>}
      {isThere && children}
      <button type="button" className="phases-close" onClick={() => ui.set({ phases: false })}>
        Close
      </button>
    </aside>
  )
}

/** Shows both maps side by side, or one again. */
export function BothMaps() {
  const ui = useUiStore()
  const isBeside = useUi((state) => state.beside)
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isBeside}
      onClick={() => ui.set({ beside: !isBeside, view: 'canvas' })}
    >
      Both maps side by side
    </button>
  )
}
