/** What the server tells of changes and promises: asked once for all parts of the board, again when something changes. */

import { useSyncExternalStore } from 'react'
import type { Boot } from '../../model/boot'
import type { ComparisonAnswer, Design, PromiseAnswer } from '../../model/comparison'
import type { ElementId, Waste } from '../../model/types'
import type { Store } from '../../store'
import { useBoot } from '../boot'
import { getJson, sendJson, sentenceOf } from '../dialogs/rest'
import { addressOf } from '../sandbox/ask'
import { useDoor } from '../sandbox/door'

export interface Told<Answer> {
  /** What was told last; it stays while newer is fetched and where that fails. */
  answer: Answer | null
  failure: string | null
}

export interface Asker<Answer> {
  get(): Told<Answer>
  subscribe(listener: () => void): () => void
  /** Asks in a moment: changes come in bursts. */
  soon(): void
  /** Changes something at an address of the map, then asks again; answers what went wrong, if something did. */
  send(method: 'PUT' | 'PATCH', place: string, body: unknown): Promise<string | null>
}

/** What people say of a future state. */
export interface ComparisonAsker extends Asker<ComparisonAnswer> {
  /** Says why; answers what went wrong, if something did. */
  give(key: ElementId, said: { waste: Waste | null; reason: string }): Promise<string | null>
  state(design: Design): Promise<string | null>
}

const PAUSE_MS = 150

const comparisons = new WeakMap<Store, ComparisonAsker>()
const promises = new WeakMap<Store, Asker<PromiseAnswer>>()

/** One for each map, made when it is first wanted. */
function keptFor<One>(known: WeakMap<Store, One>, store: Store, make: () => One): One {
  const found = known.get(store) ?? make()
  known.set(store, found)
  return found
}

function createComparison(store: Store, boot: Boot): ComparisonAsker {
  const asker = createAsker<ComparisonAnswer>(store, boot, 'comparison/')
  return {
    ...asker,
    give: (key, said) => asker.send('PUT', `reasons/${key}/`, said),
    state: ({ target_condition, horizon_ends_on }) =>
      asker.send('PATCH', 'design/', { target_condition, ...(horizon_ends_on ? { horizon_ends_on } : {}) }),
  }
}

/** Asks at one address of the map, whenever the map or its description changes. */
function createAsker<Answer>(store: Store, boot: Boot, place: string): Asker<Answer> {
  let told: Told<Answer> = { answer: null, failure: null }
  let waiting: ReturnType<typeof setTimeout> | null = null
  let isAsking = false
  let isAgain = false
  let seen: { seq: number; map: unknown } | null = null
  const listeners = new Set<() => void>()
  const tell = (next: Told<Answer>) => {
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
        tell({ answer: await getJson<Answer>(addressOf(boot, place)), failure: null })
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
  const send = async (method: 'PUT' | 'PATCH', at: string, body: unknown): Promise<string | null> => {
    try {
      await sendJson(method, addressOf(boot, at), body, boot.csrf)
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
    send,
  }
}

/** The comparison of the map that everybody sees. */
export function useComparison(): Told<ComparisonAnswer> & { asker: ComparisonAsker } {
  const boot = useBoot()
  const { live } = useDoor()
  const asker = keptFor(comparisons, live, () => createComparison(live, boot))
  const told = useSyncExternalStore(asker.subscribe, asker.get)
  return { ...told, asker }
}

/** What became of the promise that the map answers. */
export function usePromise(): Told<PromiseAnswer> & { asker: Asker<PromiseAnswer> } {
  const boot = useBoot()
  const { live } = useDoor()
  const asker = keptFor(promises, live, () => createAsker<PromiseAnswer>(live, boot, 'promise/'))
  const told = useSyncExternalStore(asker.subscribe, asker.get)
  return { ...told, asker }
}
