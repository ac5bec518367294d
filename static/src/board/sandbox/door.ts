/** The way into the private what-if and out of it. What it needs is loaded when somebody enters for the first time. */

import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Boot } from '../../model/boot'
import type { OwnPresence } from '../../model/messages'
import type { KeptSandbox, Sandbox } from '../../sandboxStore'
import type { Store } from '../../store'
import { askerOf } from './ask'
import { loadParts } from './SandboxPlace'

export interface DoorState {
  phase: 'out' | 'opening' | 'in'
  /** Loaded once somebody has been in. */
  sandbox: Sandbox | null
  /** Whether this browser keeps a what-if of this map. */
  isKept: boolean
}

/** Keeps the what-if over a reload; the board takes what it is given. */
export interface Keeper {
  load(): Promise<KeptSandbox | null>
  save(kept: KeptSandbox | null): Promise<boolean>
  onOther(listener: (kept: KeptSandbox | null) => void): void
}

export interface Door {
  readonly live: Store
  get(): DoorState
  subscribe(listener: () => void): () => void
  enter(): Promise<Sandbox | null>
  leave(): void
  /** Looks what is kept; a page that was left inside comes back inside. */
  start(): void
}

const NOWHERE: OwnPresence = { cursor: null, selection: [], editing: null }
/** This tab is in the what-if of this map: a reload comes back there. */
const INSIDE_KEY = 'vsm-inside-what-if'

export function createDoor(live: Store, boot: Boot, keeper: Keeper): Door {
  let state: DoorState = { phase: 'out', sandbox: null, isKept: false }
  const listeners = new Set<() => void>()
  const set = (part: Partial<DoorState>) => {
    state = { ...state, ...part }
    for (const listener of listeners) listener()
  }

  const keep = async (kept: KeptSandbox | null) => {
    if (state.isKept !== (kept !== null)) set({ isKept: kept !== null })
    if (await keeper.save(kept)) return
    const message = 'This browser keeps nothing over a reload: the what-if lasts for as long as this page is open.'
    state.sandbox?.store.notify({ tone: 'warning', message })
  }

  const opened = async (): Promise<Sandbox> => {
    if (state.sandbox) return state.sandbox
    const [{ createSandbox }, kept] = await Promise.all([
      import('../../sandboxStore'),
      keeper.load(),
      loadParts(),
      known(live),
    ])
    const sandbox = createSandbox({ live, ask: askerOf(boot), keep: (next) => void keep(next) })
    sandbox.restore(kept)
    keeper.onOther((next) => {
      sandbox.restore(next)
      set({ isKept: next !== null })
    })
    return sandbox
  }

  const door: Door = {
    live,
    get: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async enter() {
      if (state.phase !== 'out') return state.sandbox
      set({ phase: 'opening' })
      try {
        const sandbox = await opened()
        const { selection } = live.getState().own
        // Nothing of what I do in there is told to the room, not even where I am.
        live.setPresence(NOWHERE)
        sandbox.store.setPresence({ selection })
        sandbox.show()
        sessionStorage.setItem(INSIDE_KEY, boot.map.id)
        set({ phase: 'in', sandbox })
        return sandbox
      } catch {
        set({ phase: 'out' })
        live.notify({
          tone: 'error',
          message: 'The what-if could not be loaded. Try again when the connection is back.',
        })
        return null
      }
    },
    leave() {
      if (state.phase !== 'in') return
      sessionStorage.removeItem(INSIDE_KEY)
      set({ phase: 'out' })
      state.sandbox?.close()
    },
    start() {
      void keeper.load().then((kept) => {
        if (kept !== null) set({ isKept: true })
        if (sessionStorage.getItem(INSIDE_KEY) === boot.map.id) void door.enter()
      })
    },
  }
  return door
}

/** Resolves when the map is here: before that everything in a what-if would seem to have lost its place. */
function known(live: Store): Promise<void> {
  return new Promise((resolve) => {
    if (live.getState().map !== null) return resolve()
    const unsubscribe = live.subscribe(() => {
      if (live.getState().map === null) return
      unsubscribe()
      resolve()
    })
  })
}

export const DoorContext = createContext<Door | null>(null)

export function useDoor(): Door {
  const door = useContext(DoorContext)
  if (!door) throw new Error('The board is used outside its DoorContext.')
  return door
}

export function useDoorState(): DoorState {
  const door = useDoor()
  return useSyncExternalStore(door.subscribe, door.get)
}
