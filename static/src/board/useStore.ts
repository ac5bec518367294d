import { createContext, useContext, useSyncExternalStore } from 'react'
import type { State, Store } from '../store'

export const StoreContext = createContext<Store | null>(null)

/** The store of the map on screen, for whoever writes. */
export function useBoardStore(): Store {
  const store = useContext(StoreContext)
  if (!store) throw new Error('The board is used outside its StoreContext.')
  return store
}

/**
 * The part of the state that `selector` names; the component renders again when that part changes.
 * The selector returns what is in the state or a plain value: a new object at every call would never settle.
 */
export function useStore<T>(selector: (state: State) => T): T {
  const store = useBoardStore()
  return useSyncExternalStore(store.subscribe, () => selector(store.getState()))
}
