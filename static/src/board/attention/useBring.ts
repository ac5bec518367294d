import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { useSessionAsk } from '../session/ask'
import { seenArea } from './seen'

/** Brings everybody to what I see of the map. */
export function useBring(): () => void {
  const ask = useSessionAsk()
  const flow = useReactFlow()
  return useCallback(() => {
    const area = seenArea(flow)
    if (area) ask.showView(area)
  }, [ask, flow])
}
