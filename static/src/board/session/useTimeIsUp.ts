import { useEffect, useRef } from 'react'
import { currentPhase, leftMs } from '../../model/session'
import { useBoardStore, useStore } from '../useStore'
import { allowSound, playChime } from './chime'

/** A tab in the background may hear of the end this much later; who comes after that is not startled. */
const LATE_MS = 90_000

/** Sounds and says once when the time box of the phase that is on ends while the board is open. */
export function useTimeIsUp(serverNow: number): void {
  const store = useBoardStore()
  const session = useStore((state) => state.facilitation?.session ?? null)
  const left = session && session.state === 'running' ? leftMs(session, serverNow) : null
  const before = useRef<{ ends: string | null; left: number } | null>(null)
  useEffect(() => {
    const last = before.current
    before.current = left === null || !session ? null : { ends: session.ends_at, left }
    if (left === null || !session || !last || last.ends !== session.ends_at) return
    if (last.left > 0 && left <= 0 && left > -LATE_MS) {
      playChime()
      store.notify({ tone: 'info', message: `Time is up for “${currentPhase(session)?.title ?? 'this phase'}”.` })
    }
  }, [left, session, store])
  useEffect(() => {
    window.addEventListener('pointerdown', allowSound)
    window.addEventListener('keydown', allowSound)
    return () => {
      window.removeEventListener('pointerdown', allowSound)
      window.removeEventListener('keydown', allowSound)
    }
  }, [])
}
