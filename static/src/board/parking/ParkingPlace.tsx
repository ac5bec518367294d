import type { ElementId } from '../../model/types'
import { partsOf } from '../shell/parts'
import { useUi, useUiStore } from '../shell/ui'

const useParts = partsOf(
  () => import('./ParkingPanel'),
  'The parking lot could not be loaded. Open it again when the connection is back.',
)

export interface ParkingProps {
  onShow: (id: ElementId) => void
}

/** The parking lot beside the map while it is open; a round has the place before it. */
export function ParkingPlace({ onShow }: ParkingProps) {
  const ui = useUiStore()
  const isWanted = useUi(({ parking, round }) => parking && (round?.isAside ?? true))
  const parts = useParts(isWanted, () => ui.set({ parking: false }))
  return parts && <parts.ParkingPanel onShow={onShow} />
}
