import { type ComponentType, useEffect, useState } from 'react'
import { type AnalysisAt, useUi, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'

const NOT_LOADED =
  'The panel that explains the figures could not be loaded. The map is as it was; open the panel again when the connection is back.'

/** The analysis panel while it is open. Its script comes with the first opening: the map itself does not wait for it. */
export function AnalysisPlace() {
  const ui = useUiStore()
  const store = useBoardStore()
  const at = useUi((state) => state.analysis)
  const isWanted = at !== null
  // Not React.lazy: it would remember a failure until the page is loaded again.
  const [Panel, setPanel] = useState<ComponentType<{ at: AnalysisAt }> | null>(null)
  useEffect(() => {
    if (!isWanted || Panel !== null) return
    let isCurrent = true
    const fail = () => {
      if (!isCurrent) return
      store.notify({ tone: 'error', message: NOT_LOADED })
      ui.set({ analysis: null })
    }
    void import('./Analysis').then(({ Analysis }) => isCurrent && setPanel(() => Analysis), fail)
    return () => {
      isCurrent = false
    }
  }, [isWanted, Panel, store, ui])
  return at !== null && Panel !== null ? <Panel at={at} /> : null
}
