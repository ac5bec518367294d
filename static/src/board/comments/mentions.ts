/** What mentions me and I have not read, as the server said it last; one for the whole page. */

import { useEffect, useSyncExternalStore } from 'react'
import type { MentionOfMe } from '../../model/comments'
import { useBoot } from '../boot'
import { useStore } from '../useStore'
import { markRead, readMentions } from './rest'

let known: readonly MentionOfMe[] = []
const listeners = new Set<() => void>()

export function knowMentions(mentions: readonly MentionOfMe[]): void {
  known = mentions
  for (const listener of listeners) listener()
}

export function useMentions(): readonly MentionOfMe[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => known,
  )
}

/** Asks anew whenever a comment changed, and when one comes back to this page: another device may have read some. */
export function useMentionNews(): void {
  const { workshop } = useBoot()
  const revision = useStore((state) => state.facilitation?.comments?.revision ?? 0)
  useEffect(() => {
    if (revision === 0) return
    let isCurrent = true
    const ask = () => {
      if (document.visibilityState !== 'visible') return
      readMentions(workshop.id).then(
        (mentions) => isCurrent && knowMentions(mentions),
        // What is known stays; the next change or the next look asks again.
        () => undefined,
      )
    }
    ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      isCurrent = false
      document.removeEventListener('visibilitychange', ask)
    }
  }, [workshop.id, revision])
}

const SOON_MS = 300
const AGAIN_MS = 5_000
const seen = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined

/** This comment is before my eyes: it mentions me no longer. Several at once are told together. */
export function haveSeen(workshop: string, comment: string, csrf: string): void {
  seen.add(comment)
  clearTimeout(timer)
  timer = setTimeout(() => tell(workshop, csrf), SOON_MS)
}

function tell(workshop: string, csrf: string): void {
  const comments = [...seen]
  if (comments.length === 0) return
  markRead(workshop, comments, csrf).then(
    (mentions) => {
      for (const comment of comments) seen.delete(comment)
      knowMentions(mentions)
    },
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => tell(workshop, csrf), AGAIN_MS)
    },
  )
}
