import { partsOf } from '../shell/parts'
import { useUi, useUiStore } from '../shell/ui'

const useParts = partsOf(
  () => import('./Analysis'),
  'The panel that explains the figures could not be loaded. The map is as it was; open the panel again when the connection is back.',
)

/** The analysis panel while it is open. */
export function AnalysisPlace() {
  const ui = useUiStore()
  const at = useUi((state) => state.analysis)
  const parts = useParts(at !== null, () => ui.set({ analysis: null }))
  return at && parts && <parts.Analysis at={at} />
}
