import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import './menu.css'

export interface MenuAction {
  label: string
  keys?: string
  /** One of several that exclude each other, and whether it is the one. */
  checked?: boolean
  isDanger?: boolean
  isDisabled?: boolean
  run: () => void
}

export type MenuEntry = MenuAction | { heading: string }

interface MenuProps {
  label: string
  at: { x: number; y: number }
  entries: readonly MenuEntry[]
  onClose: () => void
}

/** A menu at a place on the screen: arrows, Home, End and letters move, Escape and Tab close, the focus comes back. */
export function Menu({ label, at, entries, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const opener = useRef(document.activeElement)
  // The finger of the long press that opened the menu is lifted over it: that is no choice.
  const isPressed = useRef(false)

  useLayoutEffect(() => {
    const box = menu.current
    if (!box) return
    const { width, height } = box.getBoundingClientRect()
    box.style.left = `${Math.max(8, Math.min(at.x, window.innerWidth - width - 8))}px`
    box.style.top = `${Math.max(8, Math.min(at.y, window.innerHeight - height - 8))}px`
    box.querySelector<HTMLElement>('[role^="menuitem"]')?.focus()
  }, [at])

  useEffect(() => {
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) onClose()
    }
    window.addEventListener('pointerdown', onPointer, true)
    return () => window.removeEventListener('pointerdown', onPointer, true)
  }, [onClose])

  const close = () => {
    onClose()
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault()
      event.stopPropagation()
      return close()
    }
    const items = Array.from(menu.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)') ?? [])
    const place = items.indexOf(document.activeElement as HTMLElement)
    const next = nextItem(items, place, event.key)
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    next.focus()
  }

  return (
    <div
      ref={menu}
      className="menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onPointerDown={() => {
        isPressed.current = true
      }}
      onKeyDown={onKeyDown}
    >
      {entries.map((entry) =>
        'heading' in entry ? (
          <div key={`heading ${entry.heading}`} className="menu-heading" role="presentation">
            {entry.heading}
          </div>
        ) : (
          <button
            key={entry.label}
            type="button"
            {...(entry.checked === undefined
              ? { role: 'menuitem' }
              : { role: 'menuitemradio', 'aria-checked': entry.checked })}
            tabIndex={-1}
            className="menu-item"
            data-danger={entry.isDanger}
            disabled={entry.isDisabled}
            onClick={(event) => {
              if (event.detail > 0 && !isPressed.current) return
              close()
              entry.run()
            }}
          >
            <span className="menu-check" aria-hidden="true">
              {entry.checked ? '•' : ''}
            </span>
            <span>{entry.label}</span>
            {entry.keys && <span className="menu-keys">{entry.keys}</span>}
          </button>
        ),
      )}
    </div>
  )
}

function nextItem(items: readonly HTMLElement[], place: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(place + 1) % items.length]
  if (key === 'ArrowUp') return items.at(place <= 0 ? -1 : place - 1)
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1) return undefined
  const rotated = [...items.slice(place + 1), ...items.slice(0, place + 1)]
  return rotated.find((item) => item.innerText.trim().toLowerCase().startsWith(key.toLowerCase()))
}
