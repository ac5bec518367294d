import { useCallback, useSyncExternalStore } from 'react'

/** A phone: the panel is a sheet over everything. */
export const SHEET = '(max-width: 860px)'
/** Wide enough for map and panel side by side. As in analysis.css. */
export const DOCKED = '(min-width: 1280px)'
/** Too narrow for the phases beside both. */
export const TIGHT = '(min-width: 861px) and (max-width: 1700px)'

/** Whether the screen is so, and again when that changes. */
export function useScreen(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', onChange)
      return () => list.removeEventListener('change', onChange)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}
