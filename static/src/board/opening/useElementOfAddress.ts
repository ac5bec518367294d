import { useNodesInitialized } from '@xyflow/react'
import { useEffect, useState } from 'react'
import { useElementOnMap } from '../analysis/useElementOnMap'
import { useBoardStore, useStore } from '../useStore'

const stay = () => undefined

/** Selects the element that the address names (`?select=`) and brings it into sight, once the map is drawn. */
export function useElementOfAddress(): void {
  const store = useBoardStore()
  const onMap = useElementOnMap(stay)
  const [wanted, setWanted] = useState(() => new URLSearchParams(window.location.search).get('select'))
  const isLoaded = useStore((state) => state.map !== null)
  const isThere = useStore((state) => wanted !== null && state.elements.has(wanted))
  const isDrawn = useNodesInitialized()
  useEffect(() => {
    if (wanted === null || !isLoaded) return
    if (!isThere) {
      store.notify({ tone: 'info', message: 'What the link pointed at is no longer on this map.' })
      return setWanted(null)
    }
    if (!isDrawn) return
    // A frame later the whole map has been fitted into the screen.
    const frame = requestAnimationFrame(() => {
      setWanted(null)
      onMap.show(wanted)
    })
    return () => cancelAnimationFrame(frame)
  }, [wanted, isLoaded, isThere, isDrawn, store, onMap])
}
