import './derive.css'
import './promise.css'
import { type FormEvent, useEffect, useId, useState } from 'react'
import type { LaterStates } from '../../model/comparison'
import { useBoot } from '../boot'
import { getJson, sentenceOf } from '../dialogs/rest'
import { addressOf } from '../sandbox/ask'
import { useMaking } from './useMaking'
import { dayText } from './words'

/** The stream mapped again after this future state: which maps those are, and the way to one. */
export function MapAgain() {
  const boot = useBoot()
  const [found, setFound] = useState<LaterStates | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    let isCurrent = true
    getJson<LaterStates>(addressOf(boot, 'later-states/')).then(
      (told) => isCurrent && setFound(told),
      (error) => isCurrent && setFailure(sentenceOf(error)),
    )
    return () => {
      isCurrent = false
    }
  }, [boot])
  if (failure !== null) return <p className="field-error">{failure}</p>
  if (found === null || (found.results.length === 0 && !found.may_map_again)) return null
  return (
    <section className="comparison-part">
      <h2>What became of it</h2>
      {found.results.length === 0 && (
        <p className="quiet">When this was to be true, map the stream again: then you see what of it came true.</p>
      )}
      <ul className="later-list">
        {found.results.map(({ id, title, created_at }) => (
          <li key={id} className="later-one">
            <a href={`/maps/${id}/promise/`}>{title}</a>{' '}
            <span className="quiet">mapped {dayText(created_at.slice(0, 10), boot.language)}</span>
          </li>
        ))}
      </ul>
      {found.may_map_again &&
        (isOpen ? (
          <Form onClose={() => setOpen(false)} />
        ) : (
          <button type="button" className="button" onClick={() => setOpen(true)}>
            Map the stream again …
          </button>
        ))}
    </section>
  )
}

const BEGINNINGS = [
  ['blank', 'with a blank map: draw what is, without looking at what was'],
  ['copy', 'with a copy of the current state: correct what is different now'],
] as const

function Form({ onClose }: { onClose: () => void }) {
  const id = useId()
  const [title, setTitle] = useState('')
  const [begin, setBegin] = useState<'blank' | 'copy'>('blank')
  const { isBusy, failure, make } = useMaking('later-states/')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make({ title, begin })
  }
  return (
    <form className="derive-form" onSubmit={submit}>
      <label htmlFor={id}>Title of the new map</label>
      <input
        id={id}
        type="text"
        required
        // biome-ignore lint/a11y/noAutofocus: it stands where the button was that asked for it
        autoFocus
        maxLength={200}
        autoComplete="off"
        placeholder="The stream half a year later"
        value={title}
        onChange={({ target }) => setTitle(target.value)}
      />
      <fieldset className="again-begin">
        <legend>Begin</legend>
        {BEGINNINGS.map(([value, words]) => (
          <label key={value}>
            <input type="radio" name={`${id}-begin`} checked={begin === value} onChange={() => setBegin(value)} />
            {words}
          </label>
        ))}
      </fieldset>
      {failure !== null && (
        <p className="field-error" role="alert">
          {failure}
        </p>
      )}
      <p className="actions">
        <button type="submit" className="button button-primary" disabled={isBusy}>
          Make the map
        </button>
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
      </p>
    </form>
  )
}
