import type { MapLock } from '../../model/locks'
import { useStore } from '../useStore'

const NONE: readonly MapLock[] = []

/** What is locked on this map; nothing in a what-if, where everything may be tried. */
export function useLocks(): readonly MapLock[] {
  return useStore((state) => (state.whatIf === null ? (state.map?.locks ?? NONE) : NONE))
}
