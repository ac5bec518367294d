import './composer.css'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { callingAt, candidates, completed, mentionsIn, TEXT_LIMIT } from '../../model/comments'
import { newId } from '../../model/edits'
import type { ParticipantId, Person } from '../../model/types'
import { useBoot } from '../boot'
import { sentenceOf } from '../dialogs/rest'
import { personStyle } from '../shell/personStyle'
import { useStore } from '../useStore'
import { type Draft, forgetDraft, keepDraft, newDraft, readDraft } from './drafts'
import { afterRefusal } from './sending'

interface ComposerProps {
  /** Says what is written, to find it again in this browser. */
  place: string
  label: string
  placeholder: string
  /** What a comment says that is changed here. */
  saw?: string
  sendLabel: string
  isFocused?: boolean
  onSend: (draft: Draft, mentions: ParticipantId[]) => Promise<void>
  onSent: () => void
  onCancel?: (() => void) | undefined
}

/** From here on it says how much room is left. */
const NEARLY_FULL = 200

/** Where a comment is written: what is typed stays in this browser until the server has it. */
export function Composer(props: ComposerProps) {
  const { label, placeholder, sendLabel, onCancel } = props
  const { draft, status, sentence, change, send } = useDraft(props)
  const people = useStore((state) => state.people)
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const calling = useCalling(field, draft, people, change)
  useEffect(() => {
    if (!props.isFocused) return
    const { current } = field
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
  }, [props.isFocused])
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    void send()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (calling.onKeyDown(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      submit()
    } else if (event.key === 'Escape' && onCancel) {
      event.stopPropagation()
      onCancel()
    }
  }
  const left = TEXT_LIMIT - draft.text.length
  const isEmpty = draft.text.trim() === ''
  return (
    <form className="composer" onSubmit={submit}>
      <div className="composer-field">
        <textarea
          ref={field}
          aria-label={label}
          aria-describedby={`${id}-state`}
          aria-autocomplete="list"
          aria-controls={calling.people.length > 0 ? `${id}-people` : undefined}
          aria-activedescendant={calling.chosen ? `${id}-${calling.chosen.id}` : undefined}
          placeholder={placeholder}
          rows={3}
          maxLength={TEXT_LIMIT}
          value={draft.text}
          onChange={(event) => {
            change({ text: event.target.value })
            calling.look()
          }}
          onSelect={calling.look}
          onBlur={calling.close}
          onKeyDown={onKeyDown}
        />
        {calling.people.length > 0 && (
          <div id={`${id}-people`} className="composer-people" role="listbox" aria-label="People to mention">
            {calling.people.map((person) => (
              // The textarea keeps the focus: it is chosen by pointer here, and by the arrow keys there.
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the textarea's
              // biome-ignore lint/a11y/useFocusableInteractive: named by aria-activedescendant
              <div
                key={person.id}
                id={`${id}-${person.id}`}
                role="option"
                aria-selected={person === calling.chosen}
                style={personStyle(person.colour)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => calling.take(person)}
              >
                <span className="said-face" aria-hidden="true" />
                {person.name} <small>{person.role}</small>
              </div>
            ))}
          </div>
        )}
      </div>
      <p className="composer-state" id={`${id}-state`} role={status === 'failed' ? 'alert' : undefined}>
        {status === 'failed' ? sentence : left < NEARLY_FULL ? `${left} characters left` : ''}
      </p>
      <div className="composer-acts">
        <button type="submit" className="button button-primary" disabled={isEmpty || status === 'sending'}>
          {status === 'sending' ? 'Sending…' : status === 'failed' ? 'Send again' : sendLabel}
        </button>
        {onCancel && (
          <button type="button" className="button-quiet" onClick={onCancel}>
            Cancel
          </button>
        )}
        <span className="composer-hint" aria-hidden="true">
          @ mentions · Ctrl Enter sends
        </span>
      </div>
    </form>
  )
}

type Status = 'writing' | 'sending' | 'failed'

function useDraft({ place, saw, onSend, onSent }: ComposerProps) {
  const people = useStore((state) => state.people)
  const { me, map } = useBoot()
  const key = `vsm-comment-${map.id}-${me.id}-${place}`
  const [draft, setDraft] = useState<Draft>(() => readDraft(window.localStorage, key) ?? newDraft(saw, saw))
  const [status, setStatus] = useState<Status>('writing')
  const [sentence, setSentence] = useState('')
  const put = (next: Draft) => {
    setDraft(next)
    keepDraft(window.localStorage, key, next)
  }
  const change = (part: Partial<Draft>) => put({ ...draft, ...part })
  const send = async () => {
    if (draft.text.trim() === '' || status === 'sending') return
    setStatus('sending')
    try {
      await onSend(draft, mentionsIn(draft.text, people.values(), draft.picked))
    } catch (error) {
      put(afterRefusal(draft, newId(), error))
      setSentence(`${sentenceOf(error)} What you wrote is kept here.`)
      return setStatus('failed')
    }
    forgetDraft(window.localStorage, key)
    setDraft(newDraft())
    setStatus('writing')
    onSent()
  }
  return { draft, status, sentence, change, send }
}

/** The list of names while one is being typed after an `@`. */
function useCalling(
  field: React.RefObject<HTMLTextAreaElement | null>,
  draft: Draft,
  people: ReadonlyMap<ParticipantId, Person>,
  change: (part: Partial<Draft>) => void,
) {
  const [calling, setCalling] = useState<{ at: number; typed: string } | null>(null)
  const [place, setPlace] = useState(0)
  const found = calling === null ? [] : candidates(people.values(), calling.typed)
  // Whoever is named in full needs no list any more.
  const shown = found.length === 1 && found[0]?.name === calling?.typed ? [] : found
  const chosen = shown[Math.min(place, shown.length - 1)] ?? null
  const close = () => setCalling(null)
  const look = () => {
    const { current } = field
    if (!current) return
    const next =
      current.selectionStart === current.selectionEnd ? callingAt(current.value, current.selectionStart) : null
    if (next?.typed !== calling?.typed) setPlace(0)
    setCalling(next)
  }
  const take = (person: Person) => {
    if (calling === null) return
    const { text, caret } = completed(draft.text, calling, person.name)
    change({ text, picked: [...draft.picked, person.id] })
    close()
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(caret, caret)
    })
  }
  /** Whether the key was the list's. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (chosen === null) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setPlace((shown.indexOf(chosen) + step + shown.length) % shown.length)
    else if (event.key === 'Enter' || event.key === 'Tab') take(chosen)
    else if (event.key === 'Escape') close()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { people: shown, chosen, close, look, take, onKeyDown }
}
