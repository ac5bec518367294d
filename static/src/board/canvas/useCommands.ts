import { type ReactFlowInstance, useReactFlow } from '@xyflow/react'
import { type RefObject, useMemo } from 'react'
import type { Store } from '../../store'
import { openComments } from '../comments/open'
import { openParking } from '../parking/open'
import { type Door, useDoor } from '../sandbox/door'
import type { Command } from '../shell/shortcuts'
import { type UiStore, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'
import { openWastes } from '../waste/open'
import { type Changes, changesOf } from './changesOf'
import type { Point } from './sizes'
import { type View, viewOf } from './viewOf'

export interface Commands extends Changes, View {
  /** What a key, a tool or a menu entry of this name does. */
  run: (command: Command) => void
}

/** What keys, toolbar and menus do. `pointer` is where the mouse is on the screen, if it is on the canvas. */
export function useCommands(pane: RefObject<HTMLElement | null>, pointer: RefObject<Point | null>): Commands {
  const store = useBoardStore()
  const ui = useUiStore()
  const flow = useReactFlow()
  const door = useDoor()
  return useMemo(() => {
    const view = viewOf(store, flow, pane, pointer)
    const changes = changesOf(store, ui, view)
    const table = { ...changing(store, changes, view), ...looking(store, ui, flow, view, door) }
    return { ...view, ...changes, run: (command) => table[command]() }
  }, [store, ui, flow, pane, pointer, door])
}

type Changing = 'step' | 'queue' | 'connect' | 'note' | 'burst' | 'edit' | 'delete' | 'duplicate' | 'earlier' | 'later'
type Undoing = 'undo' | 'redo' | 'tidy'

function changing(store: Store, changes: Changes, view: View): Record<Changing | Undoing, () => void> {
  return {
    step: () => changes.addStep(),
    queue: () => changes.addQueue(),
    connect: changes.toggleConnect,
    note: () => changes.addNote('note'),
    burst: () => changes.addNote('burst'),
    edit: () => changes.write(),
    delete: () => changes.remove(),
    duplicate: () => changes.duplicate(),
    earlier: () => changes.reorder('earlier'),
    later: () => changes.reorder('later'),
    undo: store.undo,
    redo: store.redo,
    tidy: () => {
      changes.arrange()
      requestAnimationFrame(view.fit)
    },
  }
}

type Looking = Exclude<Command, Changing | Undoing>

function looking(
  store: Store,
  ui: UiStore,
  flow: ReactFlowInstance,
  view: View,
  door: Door,
): Record<Looking, () => void> {
  return {
    table: () => ui.set({ view: ui.get().view === 'table' ? 'canvas' : 'table', writing: null, connect: null }),
    select_all: () => store.setPresence({ selection: [...store.getState().elements.keys()] }),
    fit: view.fit,
    zoom_in: () => void flow.zoomIn({ duration: 120 }),
    zoom_out: () => void flow.zoomOut({ duration: 120 }),
    ladder: () => ui.set({ ladder: !ui.get().ladder }),
    details: () => ui.set({ inspector: !ui.get().inspector }),
    what_if: () => (store.getState().whatIf ? door.leave() : void door.enter()),
    wastes: () => openWastes(ui, ui.get().wastes === null),
    comments: () => openComments(ui, { write: true }),
    parking: () => openParking(ui, !ui.get().parking),
    help: () => ui.set({ dialog: 'help' }),
    menu: () => {
      const { screen, place } = view.selectionOnScreen()
      const { selection } = store.getState().own
      ui.set({ menu: { ...screen, on: selection[0] ?? null, flow: place } })
    },
    escape: () => {
      const { menu, connect, writing, wastes } = ui.get()
      if (menu) ui.set({ menu: null })
      else if (connect) ui.set({ connect: null })
      else if (writing) ui.set({ writing: null })
      else if (wastes?.brush) ui.set({ wastes: { brush: null } })
      else if (store.getState().own.follows) store.setPresence({ follows: undefined })
      else store.setPresence({ selection: [] })
    },
  }
}
