import './waste.css'
import { useEffect, useRef, useState } from 'react'
import { WASTES as ORDER } from '../../model/fields'
import { isMarked, markEdit } from '../../model/waste'
import type { Commands } from '../canvas/useCommands'
import { nameOf } from '../fields/naming'
import { useCanEdit } from '../fields/useCanEdit'
import { labelOf, WASTES } from '../fields/words'
import { useUi, useUiStore } from '../shell/ui'
import { useBoardStore } from '../useStore'
import { Constraint } from './Constraint'
import { Hypotheses } from './Hypotheses'
import { Palette } from './Palette'
import { Pareto } from './Pareto'

/** Where work piles up and why: marking wastes, counting them, hypotheses, and what the room circles. */
export function WastePanel({ commands }: { commands: Commands }) {
  const ui = useUiStore()
  const canEdit = useCanEdit()
  const isOnCanvas = useUi(({ view }) => view === 'canvas')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  useFit(commands.fit)
  const said = useDigits()
  return (
    <section className="wastes" aria-label="Wastes and constraint">
      <header className="wastes-head">
        <h2 ref={heading} tabIndex={-1}>
          Wastes and constraint
        </h2>
        <button
          type="button"
          className="act-icon"
          aria-label="Close"
          title="Close"
          onClick={() => ui.set({ wastes: null })}
        >
          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <path d="M1.5 1.5l9 9M10.5 1.5l-9 9" stroke="currentColor" strokeWidth="1.6" />
          </svg>
        </button>
      </header>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <div className="wastes-body">
        <Palette canMark={canEdit && isOnCanvas} />
        <Pareto onShow={commands.show} />
        <Hypotheses commands={commands} />
        <Constraint />
      </div>
    </section>
  )
}

/** The canvas has its new width by then. */
const AFTER_LAYOUT_MS = 120

/** Shows the whole map beside the panel when it opens: what suffers may lie anywhere. */
function useFit(fit: () => void): void {
  useEffect(() => {
    const timer = setTimeout(fit, AFTER_LAYOUT_MS)
    return () => clearTimeout(timer)
  }, [fit])
}

/** 1 to 8 mark what is selected with the waste of that number; returns what came of the last one, in words. */
function useDigits(): string {
  const store = useBoardStore()
  const ui = useUiStore()
  const [said, say] = useState('')
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const waste = ORDER[Number(event.key) - 1]
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
      if (!waste || !isPlain || isTyping(event.target) || ui.get().writing) return
      const { elements, own } = store.getState()
      const edits = own.selection.flatMap((id) => markEdit(elements, id, waste) ?? [])
      if (edits.length === 0 || !store.canEdit()) return
      event.preventDefault()
      store.edit(edits)
      const words = edits.map(({ id }) =>
        isMarked(elements.get(id), waste) ? `not on ${nameOf(elements, id)} any more` : `on ${nameOf(elements, id)}`,
      )
      say(`${labelOf(WASTES, waste)} ${words.join(', ')}`)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [store, ui])
  return said
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input:not([type=radio]), textarea, select, dialog[open]') !== null
}
