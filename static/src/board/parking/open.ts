import type { UiStore } from '../shell/ui'

/** Opens or closes the parking lot; a round is put aside, and on a phone the drawer, which would lie over it, closes. */
export function openParking(ui: UiStore, isOpen: boolean): void {
  const { round, phases } = ui.get()
  if (!isOpen) ui.set({ parking: false })
  else ui.set({ parking: true, phases: phases && !fillsScreen(), round: round && { ...round, isAside: true } })
}

/** On a phone the parking lot is all that can be seen. */
export function fillsScreen(): boolean {
  return window.matchMedia('(max-width: 860px)').matches
}
