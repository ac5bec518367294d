import { useMemo } from 'react'
import { setFields } from '../../model/edits'
import type { ElementId, Fields, Quantity } from '../../model/types'
import { useBoardStore } from '../useStore'

interface FieldWriter {
  /** Sets fields at once; what the screen shows now is what was seen. */
  set: (fields: Fields) => void
  /** For a figure's field: what it held when the typing began is what was seen. */
  commit: (field: string) => (next: Quantity | number | null, saw: Quantity | number | null) => void
}

/** Writes fields of one element into the map. */
export function useFieldWriter(id: ElementId): FieldWriter {
  const store = useBoardStore()
  return useMemo(
    () => ({
      set: (fields) => void store.edit([setFields(store.getState().elements, id, fields)]),
      commit: (field) => (next, saw) =>
        void store.edit([{ do: 'set', id, fields: { [field]: next }, saw: { [field]: saw } }]),
    }),
    [store, id],
  )
}
