import { fillsScreen } from '../parking/open'
import type { UiStore } from '../shell/ui'

/** Opens the panel of wastes beside the map in the place of what was there, or closes it. */
export function openWastes(ui: UiStore, isOpen: boolean): void {
  const { round, phases } = ui.get()
  if (!isOpen) {
    ui.set({ wastes: null })
    return
  }
  ui.set({
    wastes: { brush: null },
    walk: null,
    phases: phases && !fillsScreen(),
    round: round && { ...round, isAside: true },
  })
}
