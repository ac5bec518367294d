/** The way into watching the session again, and out of it. */

import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Boot } from '../../model/boot'
import { createReplay, type Log, type Replay, type Watching } from '../../replayStore'
import type { Store } from '../../store'
import { getJson } from '../dialogs/rest'

export interface ReplayDoor {
  live: Store
  replay: Replay | null
  /** Shows the map after operation `at`, from the beginning without it. */
  enter(at: number | null): void
  leave(): void
}

/** A link to a moment: `?at=` and the number of its operation. */
const AT = 'at'

export function logOf(boot: Boot): Log {
  const base = boot.urls.operations.replace(/operations\/$/, '')
  return {
    timeline: () => getJson(`${base}timeline/`),
    operations: async (after, limit) =>
      (await getJson<{ results: [] }>(`${base}operations/?after=${after}&limit=${limit}`)).results,
    moment: (seq, withFigures) => getJson(`${base}at/${seq}/${withFigures ? '?figures=true' : ''}`),
  }
}

/** The door of this page; a page that was opened at a moment begins there. */
export function useReplayDoor(live: Store, boot: Boot): ReplayDoor {
  const [asked, setAsked] = useState(momentOfAddress)
  const [replay, setReplay] = useState<Replay | null>(null)
  useEffect(() => {
    if (asked === null) return setReplay(null)
    const begun = createReplay(live, logOf(boot), asked.at)
    setReplay(begun)
    return () => begun.close()
  }, [asked, live, boot])
  return useMemo(
    () => ({
      live,
      replay,
      enter: (at) => setAsked({ at }),
      leave: () => {
        const address = new URL(window.location.href)
        address.searchParams.delete(AT)
        window.history.replaceState(null, '', address)
        setAsked(null)
      },
    }),
    [live, replay],
  )
}

function momentOfAddress(): { at: number | null } | null {
  const at = new URLSearchParams(window.location.search).get(AT)
  return at !== null && /^\d{1,15}$/.test(at) ? { at: Number(at) } : null
}

/** The address of this page as it was after operation `seq`. */
export function addressAt(seq: number): string {
  const address = new URL(window.location.href)
  address.searchParams.set(AT, String(seq))
  return address.href
}

export const ReplayContext = createContext<ReplayDoor | null>(null)

export function useReplayDoorOf(): ReplayDoor {
  const door = useContext(ReplayContext)
  if (!door) throw new Error('The board is used outside its ReplayContext.')
  return door
}

export function useWatching(replay: Replay): Watching {
  return useSyncExternalStore(replay.subscribe, replay.get)
}
