import { useCallback } from 'react'
import type { ElementId, Waste } from '../../model/types'
import { markEdit } from '../../model/waste'
import { useUi, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'

/** The waste that a click puts on what is clicked, if one is chosen. */
export function useBrushWaste(): Waste | null {
  return useUi(({ wastes }) => wastes?.brush ?? null)
}

/** Marks an element with the chosen waste, or takes the mark off; false where no waste is chosen. */
export function useBrush(): (id: ElementId) => boolean {
  const store = useBoardStore()
  const ui = useUiStore()
  return useCallback(
    (id) => {
      const brush = ui.get().wastes?.brush
      if (!brush || !store.canEdit()) return false
      const edit = markEdit(store.getState().elements, id, brush)
      if (edit) store.edit([edit])
      return true
    },
    [store, ui],
  )
}
