import { useEffect, useId, useRef, useState } from 'react'

const SHOWN_MS = 2_500

/** A text to hand on, with a button that copies it; where the browser forbids copying, the text is selected instead. */
export function CopyText({ label, text, hint }: { label: string; text: string; hint?: string }) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copied')
    } catch {
      input.current?.select()
      setSaid('Selected: copy it with Ctrl C')
    }
  }
  return (
    <div className="copy">
      <label htmlFor={id}>{label}</label>
      <div className="copy-row">
        <input
          ref={input}
          id={id}
          className="copy-text"
          value={text}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="act" onClick={copy} aria-label={`Copy ${label}`}>
          Copy
        </button>
      </div>
      <p className="copy-below">
        {hint !== undefined && said === '' && hint}
        <span role="status">{said}</span>
      </p>
    </div>
  )
}
