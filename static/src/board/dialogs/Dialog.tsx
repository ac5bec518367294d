import './dialogs.css'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { CrossSign } from '../shell/CrossSign'

interface DialogProps {
  title: string
  onClose: () => void
  width?: 'narrow' | 'wide' | 'full'
  children: ReactNode
}

/** A dialogue above the board: the focus stays in it and returns to where it was; Escape and a press beside it close it. */
export function Dialog({ title, onClose, width = 'narrow', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  // Closed while it is still on the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const box = dialog.current
    if (box && !box.open) box.showModal()
    return () => box?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the press beside the dialogue has Escape and the close button as its keys
    <dialog
      ref={dialog}
      className={`dialog dialog-${width}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div className="dialog-page">
        <header className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" className="act-icon" aria-label="Close" title="Close" onClick={onClose}>
            <CrossSign size={13} />
          </button>
        </header>
        <section
          className="dialog-body"
          aria-labelledby={heading}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text has to be scrolled with the keyboard, too
          tabIndex={0}
        >
          {children}
        </section>
      </div>
    </dialog>
  )
}
