import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useBoot } from '../boot'
import { Dialog } from '../dialogs/Dialog'
import { postJson, sentenceOf } from '../dialogs/rest'
import { useBoardStore } from '../useStore'

const LONGEST_NAME = 200

/** Keeps the moment that is shown as a saved state under a name. */
export function SaveMoment({ seq, onClose }: { seq: number; onClose: () => void }) {
  const id = useId()
  const store = useBoardStore()
  const { urls, map, csrf } = useBoot()
  const [name, setName] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  // The dialogue begins with its close button; what it asks for comes first here.
  useEffect(() => input.current?.focus(), [])
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '' || isBusy) return
    setBusy(true)
    setError(null)
    try {
      await postJson<unknown>(`/api/maps/${map.id}/states/`, { name: name.trim(), seq }, csrf)
      onClose()
      store.notify({ tone: 'info', message: `“${name.trim()}” is among the saved states now, as the map was then.` })
    } catch (failure) {
      setError(sentenceOf(failure))
      setBusy(false)
    }
  }
  return (
    <Dialog title="Save this moment" onClose={onClose}>
      <p>
        The map as it was after change {seq}, for good, with documents to print and figures to compare. It is reckoned
        with the charter of today, and nothing on the map changes.
      </p>
      <form className="replay-save" onSubmit={save}>
        <label htmlFor={id}>Name</label>
        <input
          ref={input}
          id={id}
          type="text"
          className="field-input"
          required
          maxLength={LONGEST_NAME}
          autoComplete="off"
          placeholder="Before the second round"
          value={name}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}-error`}
          onChange={(event) => setName(event.target.value)}
        />
        {error !== null && (
          <p id={`${id}-error`} className="field-error" role="alert">
            {error}
          </p>
        )}
        <p className="actions">
          <button type="submit" className="act-primary" disabled={isBusy || name.trim() === ''}>
            Save this state
          </button>
          <a href={urls.states}>Saved states</a>
        </p>
      </form>
    </Dialog>
  )
}
