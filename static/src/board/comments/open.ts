import type { Ui, UiStore } from '../shell/ui'

/** Opens the comments beside the map or closes them; a round is put aside, and on a phone the drawer of phases is shut. */
export function openComments(ui: UiStore, comments: Ui['comments']): void {
  if (comments === null) {
    ui.set({ comments })
    return
  }
  const { round, phases } = ui.get()
  const isNarrow = window.matchMedia('(max-width: 860px)').matches
  ui.set({ comments, phases: phases && !isNarrow, round: round && { ...round, isAside: true } })
}
