import { type ComponentType, useEffect, useState } from 'react'
import type { ElementId } from '../../model/types'
import { useUi, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'

const NOT_LOADED = 'The parking lot could not be loaded. Open it again when the connection is back.'

export interface ParkingProps {
  onShow: (id: ElementId) => void
}

/** The parking lot beside the map while it is open; a round has the place before it. Loaded when it is opened. */
export function ParkingPlace({ onShow }: ParkingProps) {
  const ui = useUiStore()
  const store = useBoardStore()
  const isWanted = useUi(({ parking, round }) => parking && (round === null || round.isAside))
  // Not React.lazy: it would remember a failure until the page is loaded again.
  const [Panel, setPanel] = useState<ComponentType<ParkingProps> | null>(null)
  useEffect(() => {
    if (!isWanted || Panel !== null) return
    let isCurrent = true
    const fail = () => {
      if (!isCurrent) return
      store.notify({ tone: 'error', message: NOT_LOADED })
      ui.set({ parking: false })
    }
    void import('./ParkingPanel').then(({ ParkingPanel }) => isCurrent && setPanel(() => ParkingPanel), fail)
    return () => {
      isCurrent = false
    }
  }, [isWanted, Panel, store, ui])
  return isWanted && Panel !== null ? <Panel onShow={onShow} /> : null
}
