import { useCallback, useEffect, useState } from 'react'
import type { RealItem, Walk } from '../../model/walk'
import { useBoot } from '../boot'
import { getJson, sentenceOf } from '../dialogs/rest'
import { useBoardStore, useStore } from '../useStore'

/** Several changes of the map in a row are one reading. */
const SETTLE_MS = 250

export interface WalkData {
  items: readonly RealItem[]
  /** What the items that are left in say beside the map; null while it is read. */
  walk: Walk | null
  reload(): void
}

/** The items of this map and what they say, read again when people share, or the map changes; null until they have come. */
export function useWalk(left: ReadonlySet<string>): WalkData | null {
  const boot = useBoot()
  const store = useBoardStore()
  const revision = useStore((state) => state.facilitation?.revision ?? 0)
  const seq = useStore((state) => state.seq)
  const [count, again] = useState(0)
  const [found, setFound] = useState<{ items: readonly RealItem[]; walk: Walk | null } | null>(null)
  const leftOut = [...left].sort().join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when one of them changes
  useEffect(() => {
    let isCurrent = true
    const timer = setTimeout(() => {
      read(boot.workshop.id, boot.map.id, leftOut.split(',')).then(
        (answer) => {
          if (isCurrent) setFound(answer)
        },
        (error: unknown) => {
          if (isCurrent) store.notify({ tone: 'error', message: sentenceOf(error) })
        },
      )
    }, SETTLE_MS)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [boot, store, revision, seq, count, leftOut])
  const reload = useCallback(() => again((value) => value + 1), [])
  return found && { ...found, reload }
}

async function read(workshop: string, map: string, left: readonly string[]) {
  const { results } = await getJson<{ results: RealItem[] }>(`/api/workshops/${workshop}/real-items/`)
  const items = results.filter((item) => item.map === map)
  const chosen = items.filter(({ id, state }) => state !== 'draft' && !left.includes(id)).map(({ id }) => id)
  const walk = chosen.length > 0 ? await getJson<Walk>(`/api/maps/${map}/walk/?items=${chosen.join()}`) : null
  return { items, walk }
}
