import { type KeyboardEventHandler, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { CrossSign } from './CrossSign'

interface SidePanelProps {
  /** What it is called, for the eye and for screen readers. */
  title: string
  /** How many there are in it. */
  count?: number
  /** The class of what it shows; `is-whole` makes it fill a phone. */
  className: string
  /** Its heading has the focus when it opens, unless something in it takes it. */
  isFocused?: boolean
  /** The heading, for those who put the focus there again. */
  heading?: RefObject<HTMLHeadingElement | null>
  onClose: () => void
  onKeyDown?: KeyboardEventHandler
  children: ReactNode
}

/** A panel beside the map: its heading, the way out, and what it shows. */
export function SidePanel({
  title,
  count = 0,
  className,
  isFocused = true,
  heading,
  onClose,
  onKeyDown,
  children,
}: SidePanelProps) {
  const own = useRef<HTMLHeadingElement>(null)
  const place = heading ?? own
  const takesFocus = useRef(isFocused)
  useEffect(() => {
    if (takesFocus.current) place.current?.focus({ preventScroll: true })
  }, [place])
  return (
    <section className={`side-panel ${className}`} aria-label={title} onKeyDown={onKeyDown}>
      <header className="side-head">
        <h2 ref={place} tabIndex={-1}>
          {title} {count > 0 && <span className="side-count">{count}</span>}
        </h2>
        <button type="button" className="act-icon" aria-label="Close" title="Close" onClick={onClose}>
          <CrossSign />
        </button>
      </header>
      {children}
    </section>
  )
}
