import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'

const GAP = 6

interface PopoverProps {
  anchor: RefObject<HTMLElement | null>
  label: string
  onClose: () => void
  children: ReactNode
}

/** A small panel beside its anchor, above everything, closed by Escape or a press elsewhere; focus returns to the anchor. */
export function Popover({ anchor, label, onClose, children }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const [box, button] = [panel.current, anchor.current]
    if (!box || !button) return
    box.showPopover()
    place(box, button.getBoundingClientRect())
    box.querySelector<HTMLElement>('input:checked, input, button, select')?.focus()
  }, [anchor])

  return (
    <div
      ref={panel}
      popover="auto"
      role="dialog"
      aria-label={label}
      className="popover"
      onToggle={(event) => {
        if (event.newState === 'closed') onClose()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        event.preventDefault()
        panel.current?.hidePopover()
        anchor.current?.focus()
      }}
    >
      {children}
    </div>
  )
}

/** Below the anchor where there is room, else above; never outside the window. */
function place(box: HTMLElement, anchor: DOMRect): void {
  const { width, height } = box.getBoundingClientRect()
  const below = anchor.bottom + GAP
  const fits = below + height <= window.innerHeight - GAP
  const top = fits ? below : Math.max(GAP, anchor.top - GAP - height)
  const left = Math.max(GAP, Math.min(anchor.right - width, window.innerWidth - width - GAP))
  box.style.top = `${top}px`
  box.style.left = `${left}px`
}
