import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { newId } from '../../model/edits'
import { byAge, type Dealt, parkEdits, parkedNotes } from '../../model/parking'
import type { ElementId } from '../../model/types'
import { When } from '../dialogs/When'
import { useCanEdit } from '../fields/useCanEdit'
import { labelOf, NOTE_KINDS } from '../fields/words'
import { SidePanel } from '../shell/SidePanel'
import { useUiStore } from '../shell/ui'
import { useBoardStore, useStore } from '../useStore'
import { fillsScreen } from './open'
import { ParkedNote } from './ParkedNote'
import type { ParkingProps } from './ParkingPlace'
import { placeForParked } from './place'
import { useLot } from './useLot'
import './parking.css'

/** What was being written when the panel was closed. */
let draft = ''

/** The parking lot beside the map: what matters and is not for now, the oldest first, and what became of it. */
export function ParkingPanel({ onShow }: ParkingProps) {
  const ui = useUiStore()
  const elements = useStore((state) => state.elements)
  const { lot, error } = useLot(parkedNotes(elements).map(([id]) => id))
  const canEdit = useCanEdit()
  const [said, say] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = byAge(elements, lot)
  const after = (words: string) => {
    say(words)
    // What had the focus is gone.
    heading.current?.focus({ preventScroll: true })
  }
  const close = () => ui.set({ parking: false })
  const show = (id: ElementId) => {
    if (fillsScreen()) close()
    onShow(id)
  }
  return (
    <SidePanel
      title="Parking lot"
      count={shown.length}
      className="is-whole parking"
      heading={heading}
      isFocused={false}
      onClose={close}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        close()
      }}
    >
      <div className="parking-body">
        {canEdit ? <Park /> : <p className="parking-hint">Facilitators and members write here.</p>}
        {shown.length === 0 && (
          <p className="parking-hint">
            Nothing waits. What matters but would lead away from here is parked, and looked at before you part.
          </p>
        )}
        <ol className="parking-notes">
          {shown.map(([id, note]) => (
            <ParkedNote
              key={id}
              id={id}
              note={note}
              parked={lot?.parked.find((one) => one.id === id) ?? null}
              onShow={() => show(id)}
              onDealt={after}
            />
          ))}
        </ol>
        {error !== null && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        {lot !== null && lot.dealt.length > 0 && <DealtWith dealt={lot.dealt} onBack={after} />}
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </SidePanel>
  )
}

/** Enter parks what is written; the field is ready for the next at once. */
function Park() {
  const store = useBoardStore()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(draft)
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  const write = (next: string) => {
    draft = next
    setText(next)
  }
  const park = () => {
    if (text.trim() === '') return
    store.edit(parkEdits(text.trim(), placeForParked(store.getState().elements), newId()))
    write('')
    field.current?.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    park()
  }
  return (
    <div className="parking-new">
      <label className="field-label" htmlFor="park">
        Park something
      </label>
      <textarea
        ref={field}
        id="park"
        className="field-input"
        rows={2}
        maxLength={10_000}
        value={text}
        placeholder="Important, not now"
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="button" className="button button-primary" disabled={text.trim() === ''} onClick={park}>
        Park it
      </button>
    </div>
  )
}

/** What left the lot: what became of it, by whom, and the way back. */
function DealtWith({ dealt, onBack }: { dealt: readonly Dealt[]; onBack: (words: string) => void }) {
  const store = useBoardStore()
  const people = useStore((state) => state.people)
  const canEdit = useCanEdit()
  return (
    <details className="parking-dealt">
      <summary>Dealt with ({dealt.length})</summary>
      <ol>
        {dealt.map((one) => (
          <li key={one.id}>
            <p className="parking-text">{one.text || 'without words'}</p>
            <p className="parking-who">
              {one.became === null ? 'done' : `now ${article(labelOf(NOTE_KINDS, one.became))}`},{' '}
              {people.get(one.by)?.name ?? 'somebody'} <When at={one.at} />
            </p>
            {canEdit && one.edits.length > 0 && (
              <button
                type="button"
                className="act-quiet"
                aria-label={`Park “${one.text}” again`}
                onClick={() => {
                  store.edit(one.edits)
                  onBack(`“${one.text}” is parked again.`)
                }}
              >
                Park it again
              </button>
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`
}
