import { useEffect, useState } from 'react'
import { useUi, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'

type Parts = typeof import('./WalkParts')

const NOT_LOADED = 'The walk could not be loaded. Open it again when the connection is back.'

let loaded: Parts | null = null

/** The parts of the walk once it is wanted; null until they have come. */
function useParts(isWanted: boolean): Parts | null {
  const ui = useUiStore()
  const store = useBoardStore()
  const [parts, setParts] = useState(loaded)
  useEffect(() => {
    if (!isWanted || parts !== null) return
    let isCurrent = true
    import('./WalkParts').then(
      (found) => {
        loaded = found
        if (isCurrent) setParts(found)
      },
      () => {
        if (!isCurrent) return
        store.notify({ tone: 'error', message: NOT_LOADED })
        ui.set({ walk: null })
      },
    )
    return () => {
      isCurrent = false
    }
  }, [isWanted, parts, store, ui])
  return isWanted ? parts : null
}

/** Real items beside the map while they are walked; a round has the place before them. */
export function WalkPlace() {
  const isWanted = useUi(({ walk, round }) => walk !== null && (round?.isAside ?? true))
  const parts = useParts(isWanted)
  return parts && <parts.WalkPanel />
}

/** The item on its way, on the map itself; inside React Flow. */
export function WalkOnMapPlace() {
  const parts = useParts(useUi(({ walk }) => walk !== null))
  return parts && <parts.WalkOnMap />
}
