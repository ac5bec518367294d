import type { EdgeChange, NodeChange } from '@xyflow/react'
import { useCallback } from 'react'
import type { ElementId } from '../../model/types'
import { useBoardStore } from '../useStore'

/** The selection is what the others see as mine: it lives in the store, React Flow only reports how it changes. */
export function useSelection() {
  const store = useBoardStore()
  const select = useCallback((ids: Iterable<ElementId>) => store.setPresence({ selection: [...ids] }), [store])
  const applySelection = useCallback(
    (changes: readonly (NodeChange | EdgeChange)[]) => {
      const selected = new Set(store.getState().own.selection)
      for (const change of changes) {
        if (change.type !== 'select') continue
        if (change.selected) selected.add(change.id)
        else selected.delete(change.id)
      }
      store.setPresence({ selection: [...selected] })
    },
    [store],
  )
  return { select, applySelection }
}
