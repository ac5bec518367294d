import { useBoardStore, useStore } from '../useStore'

/** Whether I may change this map now; follows my role and the connection. */
export function useCanEdit(): boolean {
  const store = useBoardStore()
  return useStore(() => store.canEdit())
}
