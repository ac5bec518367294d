import { useState } from 'react'
import { type Circle, circleOn } from '../../model/circle'
import { newId } from '../../model/edits'
import type { ElementId } from '../../model/types'
import { useBoot } from '../boot'
import { postJson, sendDelete, sentenceOf } from '../dialogs/rest'
import { useReplayDoorOf } from '../replay/replay'
import { useBoardStore, useStore } from '../useStore'

/** The circle that stands on this map; nothing of it while the session is watched again. */
export function useCircle(): Circle | null {
  const { replay } = useReplayDoorOf()
  const circle = useStore((state) => circleOn(state.facilitation?.circles, state.map?.id))
  return replay === null ? circle : null
}

export interface CircleAsk {
  isBusy: boolean
  /** Circles a step, after the round in which people judged. */
  circle(element: ElementId, round: string | null): void
  erase(circle: Circle): void
}

/** What facilitators do with the circle; what came of it arrives by the socket, a refusal is told as a notice. */
export function useCircleAsk(): CircleAsk {
  const boot = useBoot()
  const store = useBoardStore()
  const [isBusy, setBusy] = useState(false)
  const circles = `/api/maps/${boot.map.id}/circles/`
  const told = (asked: Promise<unknown>) => {
    setBusy(true)
    asked
      .catch((error: unknown) => store.notify({ tone: 'error', message: sentenceOf(error) }))
      .finally(() => setBusy(false))
  }
  return {
    isBusy,
    circle: (element, round) => told(postJson(circles, { id: newId(), element, round }, boot.csrf)),
    erase: (circle) => told(sendDelete(`${circles}${circle.id}/`, boot.csrf)),
  }
}
