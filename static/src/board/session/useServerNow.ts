import { useEffect, useState } from 'react'
import { leftMs } from '../../model/session'
import { useStore } from '../useStore'

/** The server's time in milliseconds, anew at every second of the clock while it runs; a wrong clock here does not matter. */
export function useServerNow(): number {
  const ahead = useStore((state) => state.clockAhead)
  const session = useStore((state) => state.facilitation?.session ?? null)
  const [, tick] = useState(0)
  const now = Date.now() + ahead
  const isRunning = session?.state === 'running'
  const left = session && isRunning ? leftMs(session, now) : null
  // The picture changes where a whole second begins.
  const wait = left === null ? null : (((left % 1000) + 1000) % 1000) + 5
  // biome-ignore lint/correctness/useExhaustiveDependencies: each picture asks for the next one
  useEffect(() => {
    if (wait === null) return
    const timer = setTimeout(() => tick((count) => count + 1), wait)
    return () => clearTimeout(timer)
  }, [now, wait])
  return now
}
