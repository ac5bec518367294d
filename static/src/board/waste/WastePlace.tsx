import type { Commands } from '../canvas/useCommands'
import { partsOf } from '../shell/parts'
import { useUi, useUiStore } from '../shell/ui'

const useParts = partsOf(
  () => import('./WastePanel'),
  'The panel of wastes could not be loaded. Open it again when the connection is back.',
)

/** The panel of wastes and the constraint while it is open; a round has the place before it. */
export function WastePlace({ commands }: { commands: Commands }) {
  const ui = useUiStore()
  const isWanted = useUi(({ wastes, round }) => wastes !== null && (round?.isAside ?? true))
  const parts = useParts(isWanted, () => ui.set({ wastes: null }))
  return parts && <parts.WastePanel commands={commands} />
}
