import { type PointerEvent, useRef } from 'react'

const LONG_PRESS_MS = 550
const STILL_PX = 10

/** A long press opens the menu where the browser itself does not say `contextmenu` for it. */
export function useTouchMenu(open: (event: { clientX: number; clientY: number; target: EventTarget }) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const from = useRef({ x: 0, y: 0 })
  const cancel = () => clearTimeout(timer.current)
  return {
    onPointerDownCapture: (event: PointerEvent) => {
      cancel()
      if (event.pointerType !== 'touch' || !event.isPrimary) return
      const { clientX, clientY, target } = event
      from.current = { x: clientX, y: clientY }
      timer.current = setTimeout(() => open({ clientX, clientY, target }), LONG_PRESS_MS)
    },
    onPointerMoveCapture: (event: PointerEvent) => {
      if (Math.hypot(event.clientX - from.current.x, event.clientY - from.current.y) > STILL_PX) cancel()
    },
    onPointerUpCapture: cancel,
    onPointerCancelCapture: cancel,
  }
}
