import { useReactFlow } from '@xyflow/react'
import { useEffect, useState } from 'react'
import { isWhole } from '../analysis/useRoom'
import { firstFit } from '../canvas/viewOf'
import { useUi, useUiStore } from '../shell/ui'
import { Changes } from './Changes'
import { FiguresBeside } from './FiguresBeside'
import { PredictedWaits } from './PredictedWaits'
import { useSandbox } from './useSandbox'

/** What differs in this what-if, what comes of it, and how that was worked out. */
export function SandboxPanel() {
  const ui = useUiStore()
  const isOpen = useUi((state) => state.phases)
  const inside = useSandbox()
  useWholeMap()
  if (!inside) return null
  const { sandbox, whatIf } = inside
  return (
    <aside className="what-if-panel" aria-label="Changes and figures of the what-if" hidden={!isOpen}>
      <Changes sandbox={sandbox} whatIf={whatIf} />
      <FiguresBeside whatIf={whatIf} />
      {whatIf.prediction && <PredictedWaits prediction={whatIf.prediction} />}
      <button type="button" className="phases-close" onClick={() => ui.set({ phases: false })}>
        Close
      </button>
    </aside>
  )
}

/** The canvas has heard of its new width by then. */
const SETTLED_MS = 80

/** A map that was seen whole stays so beside the wider column, and afterwards. */
function useWholeMap(): void {
  const flow = useReactFlow()
  // Asked while the column is not there yet.
  const [wasWhole] = useState(() => isWhole(flow))
  useEffect(() => {
    const fit = () => void flow.fitView(firstFit())
    const timer = wasWhole ? setTimeout(fit, SETTLED_MS) : undefined
    return () => {
      clearTimeout(timer)
      if (wasWhole && isWhole(flow)) setTimeout(fit, SETTLED_MS)
    }
  }, [flow, wasWhole])
}
