import { useCallback, useEffect, useRef, useState } from 'react'
import type { ExplanationAnswer, SensitivityAnswer } from '../../model/analysis'
import type { Edit } from '../../model/types'
import type { Store } from '../../store'
import { useBoot } from '../boot'
import { getJson, postJson, sentenceOf } from '../dialogs/rest'
import { useBoardStore, useStore } from '../useStore'

interface Answers {
  explanation: ExplanationAnswer
  sensitivity: SensitivityAnswer
}

export interface Answer<Told> {
  /** What was told last; it stays while newer figures are fetched and where that fails. */
  told: Told | null
  /** Why the last attempt failed. */
  failure: string | null
  /** The map has gone on since this was told. */
  isBehind: boolean
  ask: () => void
}

/** Edits come in bursts: one question for what happens within this time. */
const PAUSE_MS = 150

/** What each board was told last, so that changing the tab empties nothing. */
const lastOf = new WeakMap<Store, Partial<Answers>>()

/**
 * The one way in which the panel comes by its figures: asks the server about the map, or in a what-if about what that
 * makes of it, and again whenever its figures have changed, at most one question at a time.
 */
export function useAnswer<Name extends keyof Answers>(name: Name): Answer<Answers[Name]> {
  const store = useBoardStore()
  const { map, csrf } = useBoot()
  const metrics = useStore((state) => state.metrics)
  const [newest, setNewest] = useState<{ of: Store; answer: Answers[Name] } | null>(null)
  // What the map was told is no answer in a what-if, nor the other way round.
  const told = newest?.of === store ? newest.answer : (lastOf.get(store)?.[name] ?? null)
  const [failure, setFailure] = useState<string | null>(null)
  const address = `/api/maps/${map.id}/${name}/`
  // Asked and not yet answered; and whether to ask again after that.
  const state = useRef({ isAsking: false, isAgain: false, isGone: false })

  const ask = useCallback(async () => {
    const now = state.current
    if (now.isAsking) {
      now.isAgain = true
      return
    }
    now.isAsking = true
    do {
      now.isAgain = false
      try {
        const edits = editsOf(store)
        const answer = await (edits.length > 0
          ? postJson<Answers[Name]>(address, { edits }, csrf)
          : getJson<Answers[Name]>(address))
        lastOf.set(store, { ...lastOf.get(store), [name]: answer })
        if (!now.isGone) setNewest({ of: store, answer })
        if (!now.isGone) setFailure(null)
      } catch (error) {
        if (!now.isGone) setFailure(sentenceOf(error))
      }
    } while (now.isAgain && !now.isGone)
    now.isAsking = false
  }, [address, name, store, csrf])

  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null)
  // With another store, what was asked for the last one is nobody's answer any more, and nothing holds the first back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another store makes another question
  useEffect(() => {
    const own = { isAsking: false, isAgain: false, isGone: false }
    state.current = own
    return () => {
      own.isGone = true
      if (waiting.current !== null) clearTimeout(waiting.current)
      waiting.current = null
    }
  }, [ask])
  // The figures are a new object with every message about them, also where only the charter changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: new figures are the reason to ask
  useEffect(() => {
    if (told === null && waiting.current === null) {
      void ask()
      return
    }
    // Later figures do not put the question off: in a busy room it would never be asked.
    waiting.current ??= setTimeout(() => {
      waiting.current = null
      void ask()
    }, PAUSE_MS)
  }, [metrics, ask])
  return { told, failure, isBehind: told !== null && told.seq < (metrics?.seq ?? 0), ask }
}

/** The edits of the what-if that the board shows, without those that do not fit the map; none on the map itself. */
function editsOf(store: Store): readonly Edit[] {
  const { whatIf } = store.getState()
  return whatIf?.edits.filter(({ id }) => !whatIf.refusals.has(id)) ?? []
}
