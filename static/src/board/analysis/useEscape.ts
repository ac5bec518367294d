import { type RefObject, useEffect } from 'react'
import { type UiStore, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'

/** Escape closes the panel: from inside at once, from the map where it has nothing else to leave. */
export function useEscape(panel: RefObject<HTMLElement | null>, close: () => void): void {
  const store = useBoardStore()
  const ui = useUiStore()
  useEffect(() => {
    const isInside = (event: KeyboardEvent) => event.target instanceof Node && panel.current?.contains(event.target)
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return
      event.preventDefault()
      close()
    }
    const onBubble = (event: KeyboardEvent) => {
      if (isInside(event)) onEscape(event)
    }
    // Heard before the board's own Escape, which takes back the selection and is not told where there is none.
    const onCapture = (event: KeyboardEvent) => {
      if (!isInside(event) && isIdle(ui, event.target) && store.getState().own.selection.length === 0) onEscape(event)
    }
    window.addEventListener('keydown', onBubble)
    window.addEventListener('keydown', onCapture, true)
    return () => {
      window.removeEventListener('keydown', onBubble)
      window.removeEventListener('keydown', onCapture, true)
    }
  }, [panel, close, store, ui])
}

function isIdle(ui: UiStore, target: EventTarget | null): boolean {
  const { menu, connect, writing, dialog } = ui.get()
  if (menu !== null || connect !== null || writing !== null || dialog !== null) return false
  return !(target instanceof Element && target.closest('input, textarea, select, dialog, [popover], [role="menu"]'))
}
