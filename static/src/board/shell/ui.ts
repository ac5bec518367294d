import { createContext, useContext, useSyncExternalStore } from 'react'
import type { ExplainedFigure } from '../../model/analysis'
import type { ElementId, FlowKind, Waste } from '../../model/types'
import type { WalkOnScreen } from '../walk/screen'

export type AnalysisTab = 'figures' | 'findings' | 'sensitivity' | 'simulation'

/** Where the analysis panel is open: at a tab, and at one figure of it. */
export interface AnalysisAt {
  tab: AnalysisTab
  figure?: ExplainedFigure | undefined
}

/** What only this screen knows: modes, open panels. Nothing of it travels or is kept on the server. */
export interface Ui {
  view: 'canvas' | 'table'
  /** Connect mode: the kind of arrow to draw and, once chosen, where it comes from. */
  connect: { flow: FlowKind; from: ElementId | null } | null
  /** The field that is written on the canvas itself. */
  writing: { id: ElementId; field: string } | null
  dialog:
    | 'share'
    | 'help'
    | 'import'
    | 'history'
    | 'what_ifs'
    | 'share_what_if'
    | 'future_state'
    | 'future_states'
    | 'rounds'
    | null
  /** The panel for those who look closer; null while it is closed. */
  analysis: AnalysisAt | null
  /** What the import dialogue starts with: a pasted table. */
  importText: string
  menu: { x: number; y: number; on: ElementId | null; flow: { x: number; y: number } } | null
  /** The column of phases: a drawer on a phone. */
  phases: boolean
  /** On a future state: what differs from its current state, in the column of phases and on the map. */
  comparison: boolean
  /** On a stream that was mapped again: what became of the promise of its future state. */
  promise: boolean
  /** The other map of a comparison or a promise beside this one. */
  beside: boolean
  /** The call for attention that I left to look around by myself: when it was made. */
  attentionLeft: string | null
  /** The round that is written in or looked at, and whether it is put aside to see the map. */
  round: { id: string; isAside: boolean } | null
  /** The panel of wastes and the constraint, and the waste that a click puts on what is clicked. */
  wastes: { brush: Waste | null } | null
  /** All comments beside the map: whether a new one is to be written at once, and the thread that is looked at alone. */
  comments: { write: boolean; thread?: string } | null
  /** The element whose comments the details are to show, until they do. */
  commentsOf: ElementId | null
  /** The parking lot beside the map. */
  parking: boolean
  /** Real items beside the map: what of their walk is on the map itself. */
  walk: WalkOnScreen | null
  ladder: boolean
  inspector: boolean
}

export interface UiStore {
  get(): Ui
  set(part: Partial<Ui>): void
  subscribe(listener: () => void): () => void
}

/** The panels that share the place beside the map: one that opens closes the others. */
const NOTHING_BESIDE = { wastes: null, comments: null, parking: false, walk: null } as const
const BESIDE = Object.keys(NOTHING_BESIDE) as (keyof typeof NOTHING_BESIDE)[]

export function createUi(first: Partial<Ui> = {}): UiStore {
  let ui: Ui = {
    view: 'canvas',
    connect: null,
    writing: null,
    dialog: null,
    analysis: null,
    importText: '',
    menu: null,
    phases: true,
    comparison: true,
    promise: false,
    beside: false,
    attentionLeft: null,
    round: null,
    wastes: null,
    comments: null,
    commentsOf: null,
    parking: false,
    walk: null,
    ladder: true,
    inspector: true,
    ...first,
  }
  const listeners = new Set<() => void>()
  return {
    get: () => ui,
    set(part) {
      ui = { ...ui, ...(BESIDE.some((name) => part[name]) ? NOTHING_BESIDE : {}), ...part }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const UiContext = createContext<UiStore | null>(null)

export function useUiStore(): UiStore {
  const store = useContext(UiContext)
  if (!store) throw new Error('The board is used outside its UiContext.')
  return store
}

export function useUi<T>(selector: (ui: Ui) => T): T {
  const store = useUiStore()
  return useSyncExternalStore(store.subscribe, () => selector(store.get()))
}
