import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { ElementId } from '../../model/types'
import type { Done } from './TextField'
import { useCanEdit } from './useCanEdit'
import { useEditing } from './useEditing'

export interface FigureReading<Value> {
  value: Value | null
  echo: string | null
  error: string | null
}

interface FigureInputOptions<Value> {
  elementId: ElementId
  field: string
  /** The text shown while nobody types here, and the exact one that typing starts from. */
  shown: string
  spelled: string
  stored: Value | null
  read: (text: string) => FigureReading<Value>
  /** `saw` is what the field held when the typing began. */
  commit: (next: Value | null, saw: Value | null) => void
  onDone?: ((how: Done) => void) | undefined
}

/**
 * The behaviour of a field for a figure: what is typed stays until it can be read; Enter and leaving commit it, Escape
 * brings back what was there. Nothing is committed where nothing was changed.
 */
export function useFigureInput<Value>(options: FigureInputOptions<Value>) {
  const { elementId, field, shown, spelled, stored, read, commit, onDone } = options
  const canEdit = useCanEdit()
  const id = useId()
  const editing = useEditing(elementId, field)
  const [isFocused, setFocused] = useState(false)
  const [draft, showDraft] = useState<string | null>(null)
  // Leaving a field may follow Enter before the next render: what is settled must not be committed again.
  const latest = useRef<string | null>(null)
  const [isRefused, setRefused] = useState(false)
  const saw = useRef<Value | null>(null)
  const focused = useRef<HTMLInputElement | null>(null)
  useLayoutEffect(() => {
    // The exact text has replaced the rounded one by now: typing replaces all of it.
    if (isFocused) focused.current?.select()
  }, [isFocused])
  const reading = draft === null ? null : read(draft)
  const setDraft = (text: string | null) => {
    latest.current = text
    showDraft(text)
  }

  /** False where the text cannot be read: it stays, with the sentence that says why. */
  const settle = (): boolean => {
    const typed = latest.current
    if (typed === null) return true
    const { error, value } = read(typed)
    if (error !== null) {
      setRefused(true)
      return false
    }
    if (typed.trim() !== spelled) commit(value, saw.current)
    setDraft(null)
    setRefused(false)
    return true
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      if (settle()) onDone?.('enter')
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      setDraft(null)
      setRefused(false)
      onDone?.('escape')
    }
  }

  const attributes = {
    id,
    name: field,
    className: 'field-input field-figure',
    type: 'text',
    value: draft ?? (isFocused ? spelled : shown),
    readOnly: !canEdit,
    autoComplete: 'off',
    spellCheck: false,
    'aria-invalid': isRefused,
    'aria-describedby': `${id}-hint ${id}-below`,
    onFocus: (event: { target: HTMLInputElement }) => {
      focused.current = event.target
      setFocused(true)
      editing.start()
    },
    onBlur: () => {
      setFocused(false)
      editing.end()
      if (settle()) onDone?.('blur')
    },
    onChange: (event: { target: HTMLInputElement }) => {
      if (draft === null) saw.current = stored
      setDraft(event.target.value)
      setRefused(false)
    },
    onKeyDown,
  }
  const below = {
    id: `${id}-below`,
    error: isRefused ? (reading?.error ?? null) : null,
    echo: isFocused ? (reading?.echo ?? null) : null,
    others: editing.others,
  }
  return { id, attributes, below, canEdit }
}
