/** What the server tells of a future state's changes: asked once for all parts of the board, again when something changes. */

import { useSyncExternalStore } from 'react'
import type { Boot } from '../../model/boot'
import type { ComparisonAnswer, Design } from '../../model/comparison'
import type { ElementId, Waste } from '../../model/types'
import type { Store } from '../../store'
import { useBoot } from '../boot'
import { getJson, sendJson, sentenceOf } from '../dialogs/rest'
import { addressOf } from '../sandbox/ask'
import { useDoor } from '../sandbox/door'

export interface Told {
  /** What was told last; it stays while newer is fetched and where that fails. */
  answer: ComparisonAnswer | null
  failure: string | null
}

export interface Asker {
  get(): Told
  subscribe(listener: () => void): () => void
  /** Asks in a moment: changes come in bursts. */
  soon(): void
  /** Says why; answers what went wrong, if something did. */
  give(key: ElementId, said: { waste: Waste | null; reason: string }): Promise<string | null>
  state(design: Design): Promise<string | null>
}

const PAUSE_MS = 150

const askers = new WeakMap<Store, Asker>()

function askerFor(store: Store, boot: Boot): Asker {
  const known = askers.get(store) ?? createAsker(store, boot)
  askers.set(store, known)
  return known
}

export function createAsker(store: Store, boot: Boot): Asker {
  let told: Told = { answer: null, failure: null }
  let waiting: ReturnType<typeof setTimeout> | null = null
  let isAsking = false
  let isAgain = false
  let seen: { seq: number; map: unknown } | null = null
  const listeners = new Set<() => void>()
  const tell = (next: Told) => {
    told = next
    for (const listener of listeners) listener()
  }
  const ask = async () => {
    if (isAsking) {
      isAgain = true
      return
    }
    isAsking = true
    do {
      isAgain = false
      try {
        tell({ answer: await getJson<ComparisonAnswer>(addressOf(boot, 'comparison/')), failure: null })
      } catch (error) {
        tell({ ...told, failure: sentenceOf(error) })
      }
    } while (isAgain && listeners.size > 0)
    isAsking = false
  }
  const soon = () => {
    if (waiting !== null) return
    waiting = setTimeout(() => {
      waiting = null
      void ask()
    }, PAUSE_MS)
  }
  // The map's description is a new object with every change of its aim or its reasons, also by others.
  const look = () => {
    const { seq, map } = store.getState()
    if (map === null || (seen?.seq === seq && seen.map === map)) return
    seen = { seq, map }
    soon()
  }
  const send = async (method: 'PUT' | 'PATCH', place: string, body: unknown): Promise<string | null> => {
    try {
      await sendJson(method, addressOf(boot, place), body, boot.csrf)
      await ask()
      return null
    } catch (error) {
      return sentenceOf(error)
    }
  }
  let unsubscribe: (() => void) | null = null
  return {
    get: () => told,
    subscribe(listener) {
      if (listeners.size === 0) {
        unsubscribe = store.subscribe(look)
        window.addEventListener('focus', soon)
        seen = null
        look()
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        unsubscribe?.()
        window.removeEventListener('focus', soon)
      }
    },
    soon,
    give: (key, said) => send('PUT', `reasons/${key}/`, said),
    state: ({ target_condition, horizon_ends_on }) =>
      send('PATCH', 'design/', { target_condition, ...(horizon_ends_on ? { horizon_ends_on } : {}) }),
  }
}

/** The comparison of the map that everybody sees. */
export function useComparison(): Told & { asker: Asker } {
  const boot = useBoot()
  const { live } = useDoor()
  const asker = askerFor(live, boot)
  const told = useSyncExternalStore(asker.subscribe, asker.get)
  return { ...told, asker }
}
