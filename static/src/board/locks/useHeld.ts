import { createContext, useCallback, useEffect, useSyncExternalStore } from 'react'
import type { ElementId } from '../../model/types'
import type { Store } from '../../store'
import { useBoot } from '../boot'
import { getJson } from '../dialogs/rest'
import { useBoardStore, useStore } from '../useStore'

/** Why the element that is shown here is kept from me; null where it is not. */
export const HeldContext = createContext<string | null>(null)

/** Why an element is kept from me; another function once something about that has changed. */
export function useHeld(): (id: ElementId) => string | null {
  const store = useBoardStore()
  const elements = useStore((state) => state.elements)
  const map = useStore((state) => state.map)
  const role = useStore((state) => state.role)
  const people = useStore((state) => state.people)
  const added = useStore((state) => state.added)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the store answers follows from them
  return useCallback((id) => store.heldBy(id), [store, elements, map, role, people, added])
}

/** While members change only their own, asks the server what I added; what I add from then on the store knows. */
export function useAdded(live: Store): void {
  const boot = useBoot()
  const isAsked = useSyncExternalStore(live.subscribe, () => {
    const { role, map } = live.getState()
    return role === 'member' && map?.members_may === 'own'
  })
  const isLive = useSyncExternalStore(live.subscribe, () => live.getState().connection.state !== 'offline')
  useEffect(() => {
    if (!isAsked) return live.knowAdded(null)
    if (!isLive) return
    let isCurrent = true
    getJson<{ mine: ElementId[] | null }>(`/api/maps/${boot.map.id}/locks/`).then(
      ({ mine }) => {
        if (isCurrent) live.knowAdded(mine)
      },
      // Until it is known, the server alone refuses what is not mine.
      () => undefined,
    )
    return () => {
      isCurrent = false
    }
  }, [isAsked, isLive, live, boot])
}
