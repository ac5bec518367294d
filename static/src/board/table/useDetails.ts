import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { ElementId } from '../../model/types'
import { useBoardStore, useStore } from '../useStore'

/** The panel of all fields beside the tables; the focus goes into it and back to where it came from. */
export function useDetails() {
  const store = useBoardStore()
  const [isOpen, setOpen] = useState(false)
  const selected = useStore((state) => state.own.selection[0])
  const panel = useRef<HTMLDivElement>(null)
  const origin = useRef<HTMLElement | null>(null)
  const open = useCallback(
    (id: ElementId) => {
      origin.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
      store.setPresence({ selection: [id] })
      setOpen(true)
    },
    [store],
  )
  useEffect(() => {
    if (isOpen && selected !== undefined) panel.current?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }, [isOpen, selected])
  const close = () => {
    setOpen(false)
    origin.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
  }
  return { isOpen: isOpen && selected !== undefined, panel, open, close, onKeyDown }
}
