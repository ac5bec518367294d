import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { calendarOf } from '../../model/calendar'
import { type PublicRound, type RoundOptions, type RoundState, stateAt, type WholeRound } from '../../model/rounds'
import { useBoot } from '../boot'
import { sentenceOf } from '../dialogs/rest'
import { useBoardStore, useStore } from '../useStore'
import { PartKeeper, type PartState } from './keeper'
import { myWay, readRound } from './rest'

const NONE: readonly PublicRound[] = []

/** The rounds of this map, in the order in which they were prepared. */
export function useRounds(): readonly PublicRound[] {
  const rounds = useStore((state) => state.facilitation?.rounds ?? NONE)
  const map = useStore((state) => state.map?.id)
  return useMemo(() => rounds.filter((round) => round.map === map), [rounds, map])
}

/** A round that is open on another map of the workshop, if there is one. */
export function useRoundElsewhere(): PublicRound | null {
  const map = useStore((state) => state.map?.id)
  return useStore(
    (state) => state.facilitation?.rounds.findLast((round) => round.state === 'open' && round.map !== map) ?? null,
  )
}

/** The server's time, anew about every second while `isRunning`. */
export function useRoundClock(isRunning: boolean): number {
  const ahead = useStore((state) => state.clockAhead)
  const [, tick] = useState(0)
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => tick((count) => count + 1), 500)
    return () => clearInterval(timer)
  }, [isRunning])
  return Date.now() + ahead
}

/** The state that counts now, and the server's time by which it does. */
export function useStateNow(round: PublicRound): { state: RoundState; now: number } {
  const now = useRoundClock(round.state === 'open' && round.ends_at !== null)
  return { state: stateAt(round, now), now }
}

const keepers = new Map<string, PartKeeper>()

/** My part in the round, as long as this page lives: put aside or not, what I wrote goes on its way. */
export function useMyPart(round: PublicRound, options: RoundOptions): { part: PartState; keeper: PartKeeper } {
  const boot = useBoot()
  const store = useBoardStore()
  const keeper = useMemo(() => {
    const known = keepers.get(round.id)
    if (known) return known
    const made = new PartKeeper({ id: round.id, kind: round.kind, options }, boot.me.id, {
      storage: window.localStorage,
      calendar: () => calendarOf(store.getState().charter),
      way: (key) => myWay(round.id, key, boot.csrf),
    })
    keepers.set(round.id, made)
    return made
  }, [round.id, round.kind, options, boot, store])
  useEffect(() => {
    void keeper.start()
    const flush = () => keeper.flush()
    window.addEventListener('online', flush)
    return () => window.removeEventListener('online', flush)
  }, [keeper])
  return { part: useSyncExternalStore(keeper.subscribe, keeper.getState), keeper }
}

/** Nothing of a round that is over stays in this browser. */
export function forgetPart(round: string): void {
  keepers.get(round)?.forget()
  keepers.delete(round)
}

/** The round with what it asked and found, read again when something was accepted; null until it has come. */
export function useWholeRound(round: PublicRound | null): WholeRound | null {
  const store = useBoardStore()
  const [whole, setWhole] = useState<WholeRound | null>(null)
  const id = round?.id ?? null
  const revision = round?.result_revision ?? 0
  useEffect(() => {
    if (id === null || revision === 0) return
    let isCurrent = true
    readRound(id).then(
      (found) => {
        if (isCurrent) setWhole(found)
      },
      (error: unknown) => {
        if (isCurrent) store.notify({ tone: 'error', message: sentenceOf(error) })
      },
    )
    return () => {
      isCurrent = false
    }
  }, [id, revision, store])
  return whole?.id === id ? whole : null
}

/** One act at a time; its refusal is told as a notice. */
export function useAct(): { isBusy: boolean; act: (asked: () => Promise<unknown>) => Promise<boolean> } {
  const store = useBoardStore()
  const [isBusy, setBusy] = useState(false)
  const isOn = useRef(false)
  const act = useCallback(
    async (asked: () => Promise<unknown>) => {
      if (isOn.current) return false
      isOn.current = true
      setBusy(true)
      try {
        await asked()
        return true
      } catch (error) {
        store.notify({ tone: 'error', message: sentenceOf(error) })
        return false
      } finally {
        isOn.current = false
        setBusy(false)
      }
    },
    [store],
  )
  return { isBusy, act }
}
