import { useCallback } from 'react'
import { useBring } from '../attention/useBring'
import { sessionEntries } from '../locks/menu'
import { useSessionAsk } from '../session/ask'
import { Menu } from '../shell/Menu'
import { useUi, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'
import { entriesFor } from './menuEntries'
import type { Commands } from './useCommands'

/** The menu of the box, arrow or place that was pressed. */
export function CanvasMenu({ commands }: { commands: Commands }) {
  const store = useBoardStore()
  const ui = useUiStore()
  const menu = useUi((state) => state.menu)
  const close = useCallback(() => ui.set({ menu: null }), [ui])
  const ask = useSessionAsk()
  const bring = useBring()
  if (!menu) return null
  const { elements, own, role, map, whatIf } = store.getState()
  const setUi = ui.set
  const about = menu.on === null ? [] : own.selection.includes(menu.on) ? own.selection : [menu.on]
  const entries = entriesFor(menu.on, menu.flow, {
    elements,
    commands,
    setUi,
    selection: own.selection,
    canEdit: store.canEdit(),
    held: about.map(store.heldBy).find((why) => why !== null) ?? null,
  })
  if (role === 'facilitator' && whatIf === null) {
    const { locks = [], members_may: membersMay = 'all' } = map ?? {}
    entries.push(...sessionEntries({ on: menu.on, elements, selection: own.selection, locks, membersMay, ask, bring }))
  }
  return <Menu label={menu.on ? 'What to do with it' : 'What to do here'} at={menu} entries={entries} onClose={close} />
}
