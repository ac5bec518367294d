import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import type { Elements } from '../../model/types'
import { ROW_PITCH, STEP_PITCH } from '../canvas/sizes'
import { firstFit } from '../canvas/viewOf'
import { useBoardStore } from '../useStore'
import { useReplayDoorOf } from './replay'

/** Whoever comes to another moment sees all of its map; before the first change, the place where the map of now is. */
export function useWholeMap(isReady: boolean): void {
  const flow = useReactFlow()
  const store = useBoardStore()
  const { live } = useReplayDoorOf()
  useEffect(() => {
    if (!isReady) return
    const fit = () => {
      if (store.getState().elements.size > 0) return void flow.fitView(firstFit())
      const place = placeOf(live.getState().elements)
      if (place !== null) void flow.fitBounds(place)
    }
    // The bar has just taken its room from the canvas, which has its size after the next picture.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(fit)
    })
    return () => cancelAnimationFrame(frame)
  }, [isReady, flow, store, live])
}

/** What all boxes take with the room around them; null where there are none. */
export function placeOf(elements: Elements): { x: number; y: number; width: number; height: number } | null {
  const boxes = [...elements.values()].filter((element) => 'x' in element)
  if (boxes.length === 0) return null
  const [across, down] = [boxes.map(({ x }) => x), boxes.map(({ y }) => y)]
  const [left, top] = [Math.min(...across) - STEP_PITCH, Math.min(...down) - ROW_PITCH]
  return {
    x: left,
    y: top,
    width: Math.max(...across) + STEP_PITCH - left,
    height: Math.max(...down) + ROW_PITCH - top,
  }
}
