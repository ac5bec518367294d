import type { NodeChange } from '@xyflow/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ElementId } from '../../model/types'
import { useBoardStore } from '../useStore'
import { type Snapped, snap } from './align'
import type { Size } from './graph'
import { moves } from './insert'
import type { Point } from './sizes'

/** How long after the last arrow key a move is stored: one operation for a run of keys. */
const KEYS_SETTLE_MS = 500
const SNAP_REACH = 7

const NOWHERE: ReadonlyMap<ElementId, Point> = new Map()
const NO_GUIDES: Snapped['guides'] = { x: null, y: null }

/** Boxes on their way and their measured sizes: a drag is one edit when it ends, a run of arrow keys when it rests. */
export function useMoves() {
  const store = useBoardStore()
  const [places, setPlaces] = useState(NOWHERE)
  const [sizes, setSizes] = useState<ReadonlyMap<ElementId, Size>>(new Map())
  const [guides, setGuides] = useState(NO_GUIDES)
  const moving = useRef(places)
  const isDragging = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const show = useCallback((next: ReadonlyMap<ElementId, Point>) => {
    moving.current = next
    setPlaces(next)
  }, [])

  const settle = useCallback(() => {
    clearTimeout(timer.current)
    const edits = moves(store.getState().elements, moving.current)
    if (edits.length > 0) store.edit(edits)
    isDragging.current = false
    setGuides(NO_GUIDES)
    show(NOWHERE)
  }, [store, show])

  useEffect(() => () => clearTimeout(timer.current), [])

  const apply = useCallback(
    (changes: NodeChange[], zoom: number) => {
      const measured = changes.filter((change) => change.type === 'dimensions')
      if (measured.length > 0) {
        setSizes((before) => {
          const next = new Map(before)
          for (const { id, dimensions } of measured) if (dimensions) next.set(id, dimensions)
          return next
        })
      }
      const moved = new Map<ElementId, Point>()
      for (const change of changes) {
        if (
          change.type === 'position' &&
          change.position &&
          Number.isFinite(change.position.x) &&
          Number.isFinite(change.position.y)
        ) {
          moved.set(change.id, change.position)
        }
      }
      if (moved.size === 0 || !store.canEdit()) return
      if (isDragging.current) {
        const snapped = snapAll(moved, store.getState().elements, SNAP_REACH / zoom)
        setGuides(moved.size === 1 ? snapped.guides : NO_GUIDES)
        show(new Map([...moving.current, ...snapped.places]))
        return
      }
      show(new Map([...moving.current, ...moved]))
      clearTimeout(timer.current)
      timer.current = setTimeout(settle, KEYS_SETTLE_MS)
    },
    [store, show, settle],
  )

  const start = useCallback(() => {
    isDragging.current = true
  }, [])

  return { places, sizes, guides, apply, start, settle }
}

/** Snaps the first box and moves the others by as much, so that they keep their distances. */
function snapAll(
  moved: ReadonlyMap<ElementId, Point>,
  elements: ReadonlyMap<ElementId, { kind: string }>,
  reach: number,
): { places: Map<ElementId, Point>; guides: Snapped['guides'] } {
  const places = new Map<ElementId, Point>()
  const [first] = moved.values()
  if (!first) return { places, guides: NO_GUIDES }
  const others: Point[] = []
  for (const [id, element] of elements) {
    if (moved.has(id) || element.kind === 'flow' || element.kind === 'note') continue
    others.push(element as unknown as Point)
  }
  const { at, guides } = snap(first, moved.size === 1 ? others : [], reach)
  for (const [id, place] of moved) places.set(id, { x: place.x + at.x - first.x, y: place.y + at.y - first.y })
  return { places, guides }
}
