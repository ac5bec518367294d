import { useCallback, useEffect, useState } from 'react'
import { useBoot } from '../../boot'
import { sentenceOf } from '../../dialogs/rest'
import { cancelRun, firstToShow, isOpen, listRuns, needsOf, readRun, startRun, withRun } from './runs'
import type { Run, RunPlan } from './types'

/** How often a run that is under way is asked for, and how often the list for what others started. */
export const FOLLOW_MS = 700
export const LIST_MS = 15_000

export interface Trouble {
  sentence: string
  /** What the map still needs before it can be simulated. */
  needs: readonly string[]
}

export interface Runs {
  /** The newest first; null until the server has answered. */
  runs: readonly Run[] | null
  /** The run on screen, with its result once it is there. */
  shown: Run | null
  /** Why the last request came to nothing. */
  trouble: Trouble | null
  isBusy: boolean
  start: (plan: RunPlan) => Promise<void>
  cancel: () => Promise<void>
  choose: (id: string) => void
}

/** The runs of this map; a run that is under way is followed wherever it was started, also after a reload. */
export function useRuns(): Runs {
  const boot = useBoot()
  const [runs, setRuns] = useState<readonly Run[] | null>(null)
  const [shown, setShown] = useState<Run | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  // Reading goes on by itself and mends its own failure; a refusal stands until something else is asked for.
  const [failure, setFailure] = useState<Trouble | null>(null)
  const [refusal, setRefusal] = useState<Trouble | null>(null)
  const [isBusy, setBusy] = useState(false)

  const take = useCallback((run: Run) => {
    setShown(run)
    setRuns((known) => withRun(known ?? [], run))
  }, [])

  useEffect(() => {
    let isCurrent = true
    const list = async () => {
      try {
        const found = await listRuns(boot)
        if (!isCurrent) return
        setRuns(found)
        setChosen((before) => before ?? firstToShow(found, boot.me.id)?.id ?? null)
        setFailure(null)
      } catch (error) {
        if (isCurrent) setFailure(troubleOf(error))
      }
    }
    void list()
    const timer = setInterval(list, LIST_MS)
    return () => {
      isCurrent = false
      clearInterval(timer)
    }
  }, [boot])

  useEffect(() => {
    if (chosen === null) return
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const follow = async () => {
      let isUnderWay = true
      try {
        const run = await readRun(chosen)
        if (!isCurrent) return
        take(run)
        setFailure(null)
        isUnderWay = isOpen(run)
      } catch (error) {
        if (isCurrent) setFailure(troubleOf(error))
      }
      if (isCurrent && isUnderWay) timer = setTimeout(follow, FOLLOW_MS)
    }
    void follow()
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [chosen, take])

  const ask = useCallback(
    async (request: () => Promise<Run>) => {
      setBusy(true)
      setRefusal(null)
      try {
        const run = await request()
        take(run)
        setChosen(run.id)
      } catch (error) {
        setRefusal(troubleOf(error))
      }
      setBusy(false)
    },
    [take],
  )

  return {
    runs,
    shown: shown?.id === chosen ? shown : null,
    trouble: refusal ?? failure,
    isBusy,
    start: (plan) => ask(() => startRun(boot, plan)),
    cancel: () => (chosen === null ? Promise.resolve() : ask(() => cancelRun(boot, chosen))),
    choose: (id) => {
      setRefusal(null)
      setChosen(id)
    },
  }
}

function troubleOf(error: unknown): Trouble {
  return { sentence: sentenceOf(error), needs: needsOf(error) }
}
