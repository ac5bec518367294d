import { useId, useRef } from 'react'
import { streamOrder } from '../../model/order'
import { type Draft, NOTE_LIMIT, NOTES_EACH } from '../../model/rounds'
import { useStore } from '../useStore'
import type { PartProps } from './WriteForm'

type OwnNote = Draft['notes'][number]

/** Notes, one thought each; each may be about a step. There is always an empty one to write in. */
export function NotesForm({ draft, isDisabled, onChange }: PartProps) {
  const list = useRef<HTMLOListElement>(null)
  const { notes } = draft
  const hasRoom = notes.length < NOTES_EACH && !isDisabled
  const shown = hasRoom ? [...notes, { text: '', about: null }] : notes
  const write = (place: number, note: OwnNote) => {
    const next = [...notes]
    next[place] = note
    onChange({ notes: next })
  }
  const remove = (place: number) => {
    onChange({ notes: notes.filter((_, index) => index !== place) })
    list.current?.querySelectorAll('textarea')[Math.max(0, place - 1)]?.focus()
  }
  return (
    <ol className="round-notes" ref={list}>
      {shown.map((note, place) => (
        <Note
          // biome-ignore lint/suspicious/noArrayIndexKey: a note of mine is its place; the last one is the empty one
          key={place}
          note={note}
          place={place}
          isDisabled={isDisabled}
          onWrite={(next) => write(place, next)}
          onRemove={place < notes.length ? () => remove(place) : null}
        />
      ))}
    </ol>
  )
}

interface NoteProps {
  note: OwnNote
  place: number
  isDisabled: boolean
  onWrite: (note: OwnNote) => void
  onRemove: (() => void) | null
}

function Note({ note, place, isDisabled, onWrite, onRemove }: NoteProps) {
  const about = useId()
  return (
    <li className="round-note">
      <textarea
        aria-label={`Note ${place + 1}`}
        value={note.text}
        rows={Math.min(6, 1 + Math.ceil(note.text.length / 36))}
        maxLength={NOTE_LIMIT}
        disabled={isDisabled}
        placeholder={place === 0 ? 'One thought a note' : 'Another one'}
        onChange={(event) => onWrite({ ...note, text: event.target.value })}
      />
      {(note.text !== '' || note.about !== null) && (
        <div className="round-note-foot">
          <label htmlFor={about}>about</label>
          <AboutChoice id={about} note={note} isDisabled={isDisabled} onWrite={onWrite} />
          {onRemove && !isDisabled && (
            <button type="button" className="button-quiet" aria-label={`Remove note ${place + 1}`} onClick={onRemove}>
              Remove
            </button>
          )}
        </div>
      )}
    </li>
  )
}

function AboutChoice({
  id,
  note,
  isDisabled,
  onWrite,
}: Pick<NoteProps, 'note' | 'isDisabled' | 'onWrite'> & { id: string }) {
  const elements = useStore((state) => state.elements)
  const steps = streamOrder(elements).flatMap((step) => {
    const element = elements.get(step)
    return element?.kind === 'step' ? [{ id: step, name: element.name }] : []
  })
  return (
    <select
      id={id}
      value={note.about ?? ''}
      disabled={isDisabled}
      onChange={(event) => onWrite({ ...note, about: event.target.value || null })}
    >
      <option value="">the whole stream</option>
      {steps.map((step) => (
        <option key={step.id} value={step.id}>
          {step.name}
        </option>
      ))}
    </select>
  )
}
