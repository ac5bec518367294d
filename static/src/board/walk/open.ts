import type { UiStore } from '../shell/ui'

/** Opens real items beside the map or closes them; a round is put aside, and on a phone the drawer of phases is shut. */
export function openWalk(ui: UiStore, isOpen: boolean): void {
  if (!isOpen) {
    ui.set({ walk: null })
    return
  }
  const { round, phases } = ui.get()
  const isNarrow = window.matchMedia('(max-width: 860px)').matches
  ui.set({
    walk: { token: null, marks: [] },
    phases: phases && !isNarrow,
    round: round && { ...round, isAside: true },
  })
}
