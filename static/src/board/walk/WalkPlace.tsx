import { partsOf } from '../shell/parts'
import { useUi, useUiStore } from '../shell/ui'

const useParts = partsOf(
  () => import('./WalkParts'),
  'The walk could not be loaded. Open it again when the connection is back.',
)

/** Real items beside the map while they are walked; a round has the place before them. */
export function WalkPlace() {
  const ui = useUiStore()
  const isWanted = useUi(({ walk, round }) => walk !== null && (round?.isAside ?? true))
  const parts = useParts(isWanted, () => ui.set({ walk: null }))
  return parts && <parts.WalkPanel />
}

/** The item on its way, on the map itself; inside React Flow. */
export function WalkOnMapPlace() {
  const ui = useUiStore()
  const parts = useParts(
    useUi(({ walk }) => walk !== null),
    () => ui.set({ walk: null }),
  )
  return parts && <parts.WalkOnMap />
}
