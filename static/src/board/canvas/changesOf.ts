import { type Direction, removeEdits, reorderEdits } from '../../model/reorder'
import type { Edit, ElementId, Elements, FlowKind, NoteKind } from '../../model/types'
import type { Store } from '../../store'
import type { UiStore } from '../shell/ui'
import { stationOf } from './chain'
import { fromClipboard, toClipboard } from './clipboard'
import { freePlaceNear, type Kind } from './freePlace'
import {
  connection,
  copies,
  type Insertion,
  noteAbout,
  pick,
  queueAt,
  queueBefore,
  stepAfter,
  stepAt,
  stepIntoFlow,
} from './insert'
import { tidy } from './layout'
import type { Point } from './sizes'
import type { View } from './viewOf'

const COPY_OFFSET = { x: 40, y: 40 }
const NO_TABLE = 'A table of steps goes into the map itself, not into a what-if. Go back to the map and paste it there.'

export type Changes = Adding & Reworking & Connecting

/** What the board's gestures change: each is one operation, and so one undo. */
export function changesOf(store: Store, ui: UiStore, view: View): Changes {
  const does = doer(store, ui, view)
  return { ...adding(does), ...reworking(does), ...connecting(does) }
}

interface Doer {
  store: Store
  ui: UiStore
  view: View
  elements: () => Elements
  selection: () => ElementId[]
  /** The element, if exactly one is selected. */
  single: () => ElementId | null
  perform: (edits: Edit[], select?: readonly ElementId[]) => void
  /** Adds, selects and shows something new; `write` is the field to be written at once. */
  insert: (insertion: Insertion | null, write: string | null) => void
}

function doer(store: Store, ui: UiStore, view: View): Doer {
  const elements = () => store.getState().elements
  const selection = () => store.getState().own.selection.filter((id) => elements().has(id))
  const perform: Doer['perform'] = (edits, select) => {
    if (edits.length === 0) return
    store.edit(edits)
    if (select && store.canEdit() && select.every((id) => elements().has(id)))
      store.setPresence({ selection: [...select] })
  }
  return {
    store,
    ui,
    view,
    elements,
    selection,
    single: () => (selection().length === 1 ? (selection()[0] ?? null) : null),
    perform,
    insert(insertion, write) {
      if (!insertion || !store.canEdit()) return
      perform(insertion.edits, [insertion.id])
      // What is locked takes nothing in; why was said.
      if (!elements().has(insertion.id)) return
      if (write) ui.set({ writing: { id: insertion.id, field: write }, view: 'canvas' })
      view.show(insertion.id)
    },
  }
}

interface Adding extends Pick<Doer, 'insert' | 'perform'> {
  /** At a place; without one after what is selected, else at the cursor. */
  addStep: (at?: Point) => void
  addQueue: (at?: Point) => void
  addNote: (note: NoteKind, at?: Point, about?: ElementId | null) => void
  paste: (text: string) => void
}

function adding({ store, ui, view, elements, single, perform, insert }: Doer): Adding {
  const free = (kind: Kind, at = view.cursor()) => freePlaceNear(elements(), at, kind, view.room())
  return {
    insert,
    perform,
    addStep(at) {
      const id = at ? null : single()
      const isArrow = id !== null && elements().get(id)?.kind === 'flow'
      const made = id && (isArrow ? stepIntoFlow(elements(), id) : stepAfter(elements(), id))
      insert(made || stepAt(free('step', at)), 'name')
    },
    addQueue(at) {
      const id = at ? null : single()
      insert((id && queueBefore(elements(), id)) || queueAt(free('queue', at)), null)
    },
    addNote(note, at, about = at ? null : single()) {
      insert(noteAbout(elements(), note, about, at ?? view.cursor(), undefined, view.room()), 'text')
    },
    paste(text) {
      const pasted = fromClipboard(text)
      if (pasted.is === 'table') {
        if (store.getState().whatIf) store.notify({ tone: 'info', message: NO_TABLE })
        else ui.set({ dialog: 'import', importText: pasted.text })
      }
      if (pasted.is === 'text')
        insert(noteAbout(elements(), 'note', null, view.cursor(), pasted.text, view.room()), null)
      if (pasted.is !== 'selection') return
      const made = copies(pasted.elements, placement(pasted.elements, view.cursor()))
      perform(made.edits, made.ids)
    },
  }
}

interface Reworking {
  remove: (ids?: readonly ElementId[]) => void
  duplicate: (ids?: readonly ElementId[]) => void
  reorder: (direction: Direction, id?: ElementId | null) => void
  arrange: () => void
  /** The selection as text; null where nothing is selected. */
  copy: () => string | null
}

function reworking({ elements, selection, single, perform }: Doer): Reworking {
  return {
    remove: (ids = selection()) => perform(removeEdits(elements(), ids), []),
    duplicate(ids = selection()) {
      const made = copies(pick(elements(), ids), COPY_OFFSET)
      perform(made.edits, made.ids)
    },
    reorder(direction, id = single()) {
      if (id) perform(reorderEdits(elements(), id, direction))
    },
    arrange: () => perform(tidy(elements())),
    copy() {
      const picked = pick(elements(), selection())
      return picked.size > 0 ? toClipboard(picked) : null
    },
  }
}

interface Connecting {
  connect: (source: ElementId, target: ElementId, kind: FlowKind) => void
  toggleConnect: () => void
  /** In connect mode: the box that the arrow comes from, then the one that it goes to. */
  choose: (id: ElementId) => void
  /** Begins to write in an element; in connect mode it is chosen instead. */
  write: (id?: ElementId | null, field?: string) => void
}

function connecting({ store, ui, elements, single, perform }: Doer): Connecting {
  const connect: Connecting['connect'] = (source, target, kind) => {
    const made = connection(elements(), source, target, kind)
    if (made) perform(made.edits, [made.id])
  }
  const choose: Connecting['choose'] = (id) => {
    const mode = ui.get().connect
    if (!mode || !stationOf(elements(), id)) return
    if (!mode.from) return ui.set({ connect: { ...mode, from: id } })
    connect(mode.from, id, mode.flow)
    ui.set({ connect: null })
  }
  return {
    connect,
    choose,
    toggleConnect() {
      const from = stationOf(elements(), single()) ? single() : null
      ui.set({ connect: ui.get().connect ? null : { flow: 'push', from } })
    },
    write(id = single(), field) {
      const element = id === null ? undefined : elements().get(id)
      if (!id || !element || !store.canEdit()) return
      if (ui.get().connect) return choose(id)
      const held = store.heldBy(id)
      if (held !== null) return store.notify({ tone: 'info', message: held })
      if (element.kind === 'step') ui.set({ writing: { id, field: field ?? 'name' } })
      else if (element.kind === 'note') ui.set({ writing: { id, field: 'text' } })
      else ui.set({ inspector: true })
    },
  }
}

/** How far pasted boxes move, so that their middle is at the cursor. */
function placement(elements: Elements, at: Point): Point {
  const boxes = Array.from(elements.values()).flatMap((element) => (element.kind === 'flow' ? [] : [element]))
  if (boxes.length === 0) return COPY_OFFSET
  const [xs, ys] = [boxes.map(({ x }) => x), boxes.map(({ y }) => y)]
  const middle = { x: (Math.min(...xs) + Math.max(...xs)) / 2, y: (Math.min(...ys) + Math.max(...ys)) / 2 }
  return { x: Math.round(at.x - middle.x), y: Math.round(at.y - middle.y) }
}
