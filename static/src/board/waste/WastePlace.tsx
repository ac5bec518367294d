import { type ComponentType, useEffect, useState } from 'react'
import type { Commands } from '../canvas/useCommands'
import { useUi, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'

const NOT_LOADED = 'The panel of wastes could not be loaded. Open it again when the connection is back.'

/** The panel of wastes and the constraint while it is open; a round has the place before it. Loaded when it is opened. */
export function WastePlace({ commands }: { commands: Commands }) {
  const ui = useUiStore()
  const store = useBoardStore()
  const isWanted = useUi(({ wastes, round }) => wastes !== null && (round === null || round.isAside))
  // Not React.lazy: it would remember a failure until the page is loaded again.
  const [Panel, setPanel] = useState<ComponentType<{ commands: Commands }> | null>(null)
  useEffect(() => {
    if (!isWanted || Panel !== null) return
    let isCurrent = true
    const fail = () => {
      if (!isCurrent) return
      store.notify({ tone: 'error', message: NOT_LOADED })
      ui.set({ wastes: null })
    }
    void import('./WastePanel').then(({ WastePanel }) => isCurrent && setPanel(() => WastePanel), fail)
    return () => {
      isCurrent = false
    }
  }, [isWanted, Panel, store, ui])
  return isWanted && Panel !== null ? <Panel commands={commands} /> : null
}
