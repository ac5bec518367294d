import { useContext } from 'react'
import { HeldContext } from '../locks/useHeld'
import { useBoardStore, useStore } from '../useStore'

/** Whether I may change this map now, and in the details of an element that element; follows my role, the connection, locks. */
export function useCanEdit(): boolean {
  const store = useBoardStore()
  const isHeld = useContext(HeldContext) !== null
  return useStore(() => store.canEdit()) && !isHeld
}
