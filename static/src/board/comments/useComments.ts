import { useEffect, useMemo, useState } from 'react'
import { type OpenComments, openOf, type Thread } from '../../model/comments'
import { useBoot } from '../boot'
import { sentenceOf } from '../dialogs/rest'
import { useReplayDoorOf } from '../replay/replay'
import { useStore } from '../useStore'
import { readThread, readThreads, type Wanted } from './rest'

const NOTHING: OpenComments = { revision: 0, maps: {} }

export function useOpenComments(): OpenComments {
  return useStore((state) => state.facilitation?.comments ?? NOTHING)
}

/** How many threads are open on an element of this map. */
export function useOpenOn(id: string): number {
  const { map } = useBoot()
  return useStore((state) => openOf(state.facilitation?.comments, map.id).elements[id] ?? 0)
}

/** Comments are about the map that everybody sees: not about a what-if, and not about the map of then. */
export function useHasComments(): boolean {
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const { replay } = useReplayDoorOf()
  return !isInWhatIf && replay === null
}

export function useCanComment(): boolean {
  return useStore((state) => state.role !== 'viewer' && state.connection.state !== 'closed')
}

interface Found {
  threads: readonly Thread[]
  hasMore: boolean
}

export interface Threads extends Found {
  /** False until the first answer for what is wanted. */
  isLoaded: boolean
  error: string | null
  /** After what I did myself, without waiting for the socket. */
  reload: () => void
}

/** Counts up when something was changed here, when the server says so, and when the connection is back. */
function useNews(): { news: string; reload: () => void } {
  const revision = useStore((state) => state.facilitation?.comments?.revision ?? 0)
  const isLive = useStore((state) => state.connection.state === 'live')
  const [own, setOwn] = useState(0)
  const reload = useMemo(() => () => setOwn((count) => count + 1), [])
  return { news: `${revision} ${isLive} ${own}`, reload }
}

/** The newest threads, read again whenever a comment changed. */
export function useThreads(wanted: Wanted, count: number): Threads {
  const { map } = useBoot()
  const { news, reload } = useNews()
  const { standing, element } = wanted
  const key = `${standing} ${element ?? '*'}`
  const [found, setFound] = useState<(Found & { key: string }) | null>(null)
  const [error, setError] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: news are the reason to read again
  useEffect(() => {
    let isCurrent = true
    readThreads(map.id, { standing, element }, count).then(
      (answer) => {
        if (!isCurrent) return
        setFound({ ...answer, key })
        setError(null)
      },
      (failure: unknown) => {
        if (isCurrent) setError(sentenceOf(failure))
      },
    )
    return () => {
      isCurrent = false
    }
  }, [map.id, standing, element, key, count, news])
  const isLoaded = found?.key === key
  return { threads: isLoaded ? found.threads : [], hasMore: isLoaded && found.hasMore, isLoaded, error, reload }
}

/** One thread by any of its comments; null while it is not there. */
export function useThread(comment: string): { thread: Thread | null; error: string | null; reload: () => void } {
  const { news, reload } = useNews()
  const [thread, setThread] = useState<Thread | null>(null)
  const [error, setError] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: news are the reason to read again
  useEffect(() => {
    let isCurrent = true
    readThread(comment).then(
      (answer) => {
        if (!isCurrent) return
        setThread(answer)
        setError(null)
      },
      (failure: unknown) => {
        if (!isCurrent) return
        setThread(null)
        setError(sentenceOf(failure))
      },
    )
    return () => {
      isCurrent = false
    }
  }, [comment, news])
  return { thread, error, reload }
}
