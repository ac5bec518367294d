import './derive.css'
import { type FormEvent, useEffect, useId, useState } from 'react'
import type { FutureStates, Gap } from '../../model/comparison'
import type { Edit } from '../../model/types'
import { useBoot } from '../boot'
import { getJson, sentenceOf } from '../dialogs/rest'
import { addressOf } from '../sandbox/ask'
import { type Aim, AimFields } from './AimFields'
import { useMaking } from './useMaking'

export interface FutureStatesRead {
  found: FutureStates | null
  failure: string | null
}

/** The future states of this map, read once. */
export function useFutureStates(): FutureStatesRead {
  const boot = useBoot()
  const [read, setRead] = useState<FutureStatesRead>({ found: null, failure: null })
  useEffect(() => {
    let isCurrent = true
    const take = (next: FutureStatesRead) => isCurrent && setRead(next)
    getJson<FutureStates>(addressOf(boot, 'future-states/')).then(
      (found) => take({ found, failure: null }),
      (error) => take({ found: null, failure: sentenceOf(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [boot])
  return read
}

/** A title, what is to be true and by when make a future state; without what it rests on it says what is missing. */
export function DeriveForm({ edits }: { edits: readonly Edit[] }) {
  const { found, failure } = useFutureStates()
  if (failure !== null) return <p className="field-error">{failure}</p>
  if (found === null) return <p className="quiet">Looking whether the current state is complete enough …</p>
  const { is_complete, gaps } = found.readiness
  if (!is_complete) return <Gaps gaps={gaps} />
  return (
    <>
      <WorthKnowing gaps={gaps} />
      <Form edits={edits} />
    </>
  )
}

/** What is weak in the current state and prevents nothing: a room may know better than its map. */
function WorthKnowing({ gaps }: { gaps: readonly Gap[] }) {
  if (gaps.length === 0) return null
  return (
    <section className="derive-gaps" aria-label="Worth knowing before">
      <p>
        <strong>Worth knowing before</strong>
      </p>
      <ul>
        {gaps.slice(0, SHOWN).map(({ sentence }) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}

const SHOWN = 6

export function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  const missing = gaps.filter(({ blocks }) => blocks)
  return (
    <section className="derive-gaps" aria-label="What is missing">
      <p>
        <strong>The current state is not complete enough to design on.</strong> A future state drawn before that
        redesigns what people imagine. What is missing:
      </p>
      <ul>
        {missing.slice(0, SHOWN).map(({ sentence }) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {missing.length > SHOWN && <li>and {missing.length - SHOWN} more</li>}
      </ul>
    </section>
  )
}

function Form({ edits }: { edits: readonly Edit[] }) {
  const id = useId()
  const [title, setTitle] = useState('')
  const [aim, setAim] = useState<Aim>({ target_condition: '', horizon_ends_on: '' })
  const { isBusy, failure, make } = useMaking('future-states/')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make({ title, ...aim, edits })
  }
  return (
    <form className="derive-form" onSubmit={submit}>
      <label htmlFor={`${id}-title`}>Title</label>
      <input
        id={`${id}-title`}
        type="text"
        required
        // biome-ignore lint/a11y/noAutofocus: a dialogue that asks for something begins there
        autoFocus
        maxLength={200}
        autoComplete="off"
        placeholder="Live within two weeks"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <AimFields aim={aim} set={setAim} />
      {failure !== null && (
        <p className="field-error" role="alert">
          {failure}
        </p>
      )}
      <p className="actions">
        <button type="submit" className="act-primary" disabled={isBusy}>
          Make the future state
        </button>
      </p>
    </form>
  )
}
