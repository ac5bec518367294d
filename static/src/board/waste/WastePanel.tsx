import './waste.css'
import { useEffect, useState } from 'react'
import { WASTES as ORDER } from '../../model/fields'
import { isMarked, markEdit } from '../../model/waste'
import type { Commands } from '../canvas/useCommands'
import { nameOf } from '../fields/naming'
import { useCanEdit } from '../fields/useCanEdit'
import { labelOf, WASTES } from '../fields/words'
import { SidePanel } from '../shell/SidePanel'
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
  useFit(commands.fit)
  const said = useDigits()
  return (
    <SidePanel title="Wastes and constraint" className="wastes" onClose={() => ui.set({ wastes: null })}>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <div className="wastes-body">
        <Palette canMark={canEdit && isOnCanvas} />
        <Pareto onShow={commands.show} />
        <Hypotheses commands={commands} />
        <Constraint />
      </div>
    </SidePanel>
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
