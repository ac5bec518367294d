import { useEffect } from 'react'
import { useBoardStore } from '../useStore'
import { type Command, commandOf } from './shortcuts'
import { useUiStore } from './ui'

/** Commands that mean something while the table is on screen; its cells have the other keys. */
const inTable: ReadonlySet<Command> = new Set<Command>([
  'table',
  'help',
  'undo',
  'redo',
  'what_if',
  'wastes',
  'parking',
  'comments',
])

/** React Flow would take these as moves of the focused box, so they are heard before it. */
const early: ReadonlySet<Command> = new Set<Command>(['earlier', 'later'])

/** What a choice (a radio button, a check box) has no use for itself. */
const onChoices: ReadonlySet<Command> = new Set<Command>(['undo', 'redo'])

/** Listens to the keys of the shortcut table, wherever the focus is, except where somebody writes or a dialogue is open. */
export function useKeys(run: (command: Command) => void): void {
  const store = useBoardStore()
  const ui = useUiStore()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent, isEarly: boolean) => {
      if (event.defaultPrevented || event.isComposing) return
      const shortcut = commandOf(event)
      if (isWriting(event.target) && !(shortcut && onChoices.has(shortcut.command) && isChoice(event.target))) return
      if (shortcut !== undefined && early.has(shortcut.command) !== isEarly) return
      if (!shortcut || (shortcut.edits && !store.canEdit())) return
      if (ui.get().view === 'table' && !inTable.has(shortcut.command)) return
      if (shortcut.command === 'edit' && isPressable(event.target)) return
      event.preventDefault()
      if (isEarly) event.stopPropagation()
      run(shortcut.command)
    }
    const onCapture = (event: KeyboardEvent) => onKeyDown(event, true)
    const onBubble = (event: KeyboardEvent) => onKeyDown(event, false)
    window.addEventListener('keydown', onCapture, true)
    window.addEventListener('keydown', onBubble)
    return () => {
      window.removeEventListener('keydown', onCapture, true)
      window.removeEventListener('keydown', onBubble)
    }
  }, [store, ui, run])
}

/** The clipboard belongs to the map unless text is selected or written. */
export function useClipboard(copy: () => string | null, paste: (text: string) => void, remove: () => void): void {
  const store = useBoardStore()
  const ui = useUiStore()
  useEffect(() => {
    const isOurs = (event: ClipboardEvent) =>
      ui.get().view === 'canvas' && !isWriting(event.target) && (window.getSelection()?.isCollapsed ?? true)
    const onCopy = (event: ClipboardEvent) => {
      const text = isOurs(event) ? copy() : null
      if (text === null) return
      event.clipboardData?.setData('text/plain', text)
      event.preventDefault()
      if (event.type === 'cut' && store.canEdit()) remove()
    }
    const onPaste = (event: ClipboardEvent) => {
      if (!isOurs(event) || !store.canEdit()) return
      paste(event.clipboardData?.getData('text/plain') ?? '')
      event.preventDefault()
    }
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [store, ui, copy, paste, remove])
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], dialog[open], [role="menu"]') !== null
  )
}

function isPressable(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('button, a, summary, [role="button"]:not(.react-flow__node)') !== null
  )
}

function isChoice(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && (target.type === 'radio' || target.type === 'checkbox')
}
