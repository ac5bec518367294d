import './notices.css'
import { useEffect, useState } from 'react'
import type { ElementId } from '../../model/types'
import type { Notice } from '../../store'
import { CrossSign } from '../shell/CrossSign'
import { useBoardStore, useStore } from '../useStore'

/** Something to read stays; what only informs goes by itself. */
const SHOWN_MS: Readonly<Record<Notice['tone'], number | null>> = { info: 9_000, warning: 20_000, error: null }

const SIGNS: Readonly<Record<Notice['tone'], string>> = { info: 'i', warning: '!', error: '×' }
const WORDS: Readonly<Record<Notice['tone'], string>> = { info: 'Note', warning: 'Attention', error: 'Not done' }

/** What the map has to tell me: refused, replaced by somebody, left in place by an undo. */
export function Notices({ onShow }: { onShow: (id: ElementId) => void }) {
  const notices = useStore((state) => state.notices)
  return (
    <section className="notices" aria-label="Notices" aria-live="polite" aria-relevant="additions">
      {notices.map((notice) => (
        <Toast key={notice.id} notice={notice} onShow={onShow} />
      ))}
    </section>
  )
}

function Toast({ notice, onShow }: { notice: Notice; onShow: (id: ElementId) => void }) {
  const store = useBoardStore()
  const isThere = useStore((state) => notice.element !== undefined && state.elements.has(notice.element))
  const [isHeld, setHeld] = useState(false)
  const { id, tone, message, element, takeBack } = notice
  const shown = SHOWN_MS[tone]
  useEffect(() => {
    if (isHeld || shown === null) return
    const timer = setTimeout(() => store.dismiss(id), shown)
    return () => clearTimeout(timer)
  }, [isHeld, shown, store, id])
  const act = (what: () => void) => () => {
    what()
    store.dismiss(id)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only stays while it is looked at; its buttons do the rest
    <div
      className="notice"
      data-tone={tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="notice-sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <p>
        <span className="visually-hidden">{WORDS[tone]}: </span>
        {message}
      </p>
      <div className="notice-actions">
        {takeBack && isThere && (
          <button type="button" className="act" onClick={act(() => store.edit(takeBack))}>
            Take mine back
          </button>
        )}
        {element !== undefined && isThere && (
          <button type="button" className="act-quiet" onClick={() => onShow(element)}>
            Show it
          </button>
        )}
        <button type="button" className="act-icon" aria-label="Dismiss" onClick={() => store.dismiss(id)}>
          <CrossSign size={11} />
        </button>
      </div>
    </div>
  )
}
