import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { mergeDraft } from '../../model/merge'

export const COMMIT_AFTER_MS = 500

type Editable = HTMLInputElement | HTMLTextAreaElement

interface DraftOptions {
  text: string
  input: RefObject<Editable | null>
  /** Writes `next`; `saw` is the text from which it was made. */
  commit: (next: string, saw: string) => void
  /** Whether this text may be stored; what may not stays a draft. */
  accepts: (text: string) => boolean
}

interface Draft {
  shown: string
  isDirty: boolean
  begin: () => void
  change: (text: string) => void
  flush: () => void
  discard: () => void
  composition: { start: () => void; end: () => void }
}

/**
 * A text that several people write at once: my draft stands on the text that I last saw (`base`). When the map's text
 * changes under it, the two are merged and the caret stays at its words. Commits follow 500 ms after the last key.
 */
export function useDraft({ text, input, commit, accepts }: DraftOptions): Draft {
  const [draft, setDraft] = useState<string | null>(null)
  const base = useRef(text)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const selection = useRef<[number, number] | null>(null)
  const [isComposing, setComposing] = useState(false)
  const latest = useRef({ draft, isComposing, commit, accepts })
  latest.current = { draft, isComposing, commit, accepts }

  const flush = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = undefined
    const { draft: mine, isComposing: isUnfinished, commit: write, accepts: allows } = latest.current
    if (mine === null || isUnfinished) return
    const next = mine.trim()
    if (mine === base.current || next === base.current || !allows(next)) return
    const saw = base.current
    base.current = next
    write(next, saw)
  }, [])

  useLayoutEffect(() => {
    if (draft === null) base.current = text
    if (draft === null || isComposing || text === base.current) return
    const field = input.current
    const [selectionStart, selectionEnd] = [field?.selectionStart ?? draft.length, field?.selectionEnd ?? draft.length]
    const merged = mergeDraft({ base: base.current, draft, selectionStart, selectionEnd }, text)
    base.current = text
    selection.current = [merged.selectionStart, merged.selectionEnd]
    setDraft(merged.text)
  }, [text, draft, isComposing, input])

  useLayoutEffect(() => {
    if (selection.current === null || draft === null) return
    input.current?.setSelectionRange(...selection.current)
    selection.current = null
  }, [draft, input])

  // A field that disappears (its panel closes) keeps what was typed in it.
  useEffect(() => flush, [flush])

  const change = (next: string) => {
    setDraft(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(flush, COMMIT_AFTER_MS)
  }

  /** From here on the caret and the selection stay at their words, also before anything is typed. */
  const begin = () => setDraft((mine) => mine ?? text)

  const discard = () => {
    clearTimeout(timer.current)
    setDraft(null)
  }

  return {
    shown: draft ?? text,
    isDirty: draft !== null && draft.trim() !== text,
    begin,
    change,
    flush,
    discard,
    composition: { start: () => setComposing(true), end: () => setComposing(false) },
  }
}
