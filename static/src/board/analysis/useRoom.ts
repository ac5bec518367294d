import { type ReactFlowInstance, useReactFlow } from '@xyflow/react'
import { useEffect, useState } from 'react'
import { firstFit } from '../canvas/viewOf'
import { useUiStore } from '../shell/ui'
import { DOCKED, TIGHT } from './useScreen'

/** The canvas has heard of its new width by then. */
const SETTLED_MS = 80
const SLIDE_MS = 240

/** Makes room for map and panel: the details make way, on a narrow screen the phases too; a map seen whole stays so. */
export function useRoom(): void {
  const ui = useUiStore()
  const flow = useReactFlow()
  // Asked while the panel is not there yet.
  const [wasWhole] = useState(() => isWhole(flow))
  useEffect(() => {
    const fit = () => void flow.fitView({ ...firstFit(), duration: SLIDE_MS })
    const { phases, inspector } = ui.get()
    const isDocked = window.matchMedia(DOCKED).matches
    // Whoever goes through lines of the panel looks at the map, not at every field of every step.
    ui.set({ inspector: false, ...(window.matchMedia(TIGHT).matches ? { phases: false } : {}) })
    const timer = isDocked && wasWhole ? setTimeout(fit, SETTLED_MS) : undefined
    return () => {
      clearTimeout(timer)
      ui.set({ phases, inspector })
      // Who has chosen a part of the map meanwhile keeps it.
      if (isDocked && wasWhole && isWhole(flow)) setTimeout(fit, SETTLED_MS)
    }
  }, [ui, flow, wasWhole])
}

/** Whether every box of the map is in sight. */
export function isWhole(flow: ReactFlowInstance): boolean {
  const pane = document.querySelector('.canvas')?.getBoundingClientRect()
  const nodes = flow.getNodes()
  if (!pane || nodes.length === 0) return false
  const box = flow.getNodesBounds(nodes)
  const from = flow.flowToScreenPosition({ x: box.x, y: box.y })
  const to = flow.flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height })
  return from.x >= pane.left && from.y >= pane.top && to.x <= pane.right && to.y <= pane.bottom
}
