import { useReactFlow } from '@xyflow/react'
import { useMemo } from 'react'
import type { ElementId, Elements } from '../../model/types'
import type { Point } from '../canvas/sizes'
import { useUiStore } from '../shell/ui'
import { focusRow } from '../table/places'
import { useBoardStore } from '../useStore'
import { DOCKED, SHEET } from './useScreen'

/** As in shell.css. */
const DETAILS_WIDTH = 320
/** What the tools cover at the bottom. */
const TOOLS_HEIGHT = 80
/** Below this nobody reads a box. */
const LEGIBLE = 0.55
const SLIDE_MS = 240
/** The details open a moment after the choice (Board.tsx); how long they are waited for. */
const PATIENCE_MS = 4000

export interface ElementOnMap {
  /** Selects the element, which everybody sees, and brings it to the middle of the map. */
  show: (id: ElementId) => void
  /** The same, and puts the cursor into the field where it is written. */
  open: (id: ElementId, field: string) => void
}

/**
 * The way from a line of the panel to the element that it speaks of; `onLeave` hears beforehand where it leads: to the
 * map, or to a field in the details.
 */
export function useElementOnMap(onLeave: (to: 'map' | 'field') => void): ElementOnMap {
  const store = useBoardStore()
  const ui = useUiStore()
  const flow = useReactFlow()
  return useMemo(() => {
    const center = (id: ElementId) => {
      const at = placeOf(store.getState().elements, id)
      if (!at) return
      const zoom = Math.max(flow.getZoom(), LEGIBLE)
      const cover = coveredBy(ui.get().inspector)
      const duration = window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : SLIDE_MS
      void flow.setCenter(at.x + cover / 2 / zoom, at.y + TOOLS_HEIGHT / 2 / zoom, { zoom, duration })
    }
    const go = (id: ElementId) => {
      store.setPresence({ selection: [id] })
      if (ui.get().view === 'table') focusRow(id)
      else center(id)
    }
    return {
      show(id) {
        onLeave('map')
        go(id)
      },
      open(id, field) {
        onLeave('field')
        ui.set({ view: 'canvas', inspector: true })
        go(id)
        void fieldOf(field).then((input) => {
          input?.focus()
          input?.scrollIntoView({ block: 'nearest' })
        })
      },
    }
  }, [store, ui, flow, onLeave])
}

/** How much of the map's right edge is covered by the details or, where both have no room, by the panel. */
function coveredBy(hasDetails: boolean): number {
  if (window.matchMedia(SHEET).matches) return 0
  if (hasDetails) return DETAILS_WIDTH
  return window.matchMedia(DOCKED).matches ? 0 : (document.querySelector('.analysis')?.clientWidth ?? 0)
}

/** The middle of a box, of an arrow, or of what a note is about. */
function placeOf(elements: Elements, id: ElementId): Point | null {
  const element = elements.get(id)
  if (element === undefined) return null
  if (element.kind !== 'flow') return element
  const [from, to] = [placeOf(elements, element.source), placeOf(elements, element.target)]
  return from && to ? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } : null
}

/** The field in the details, as soon as they are open. */
function fieldOf(field: string): Promise<HTMLInputElement | null> {
  const find = () => document.querySelector<HTMLInputElement>(`.inspector [name="${field}"]`)
  return new Promise((resolve) => {
    // By the next frame details that were open already speak of this element.
    requestAnimationFrame(() => {
      const watching = new MutationObserver(() => find() && settle())
      const patience = setTimeout(() => settle(), PATIENCE_MS)
      const settle = () => {
        watching.disconnect()
        clearTimeout(patience)
        resolve(find())
      }
      if (find()) settle()
      else watching.observe(document.body, { childList: true, subtree: true })
    })
  })
}
