import { type FormEvent, useId, useState } from 'react'
import type { RoundKind } from '../../model/rounds'
import { useBoot } from '../boot'
import { useStore } from '../useStore'
import { type Asking, emptyAsking, optionsOf, whatIsMissing } from './asking'
import { KindOptions } from './KindOptions'
import { startRound } from './rest'
import { useAct } from './useRounds'
import { KIND_TITLES, KIND_WORDS, MINUTES, promptOf } from './words'

const KINDS: readonly RoundKind[] = ['notes', 'estimates', 'votes', 'effort', 'constraint']

/** What to ask, about what, for how long, with names or without; nothing opens before the button. */
export function AskForm({ id, onStarted }: { id: string; onStarted: () => void }) {
  const boot = useBoot()
  const map = useStore((state) => state.map?.id ?? boot.map.id)
  const elements = useStore((state) => state.elements)
  const [asking, set] = useState<Asking>(emptyAsking)
  const { isBusy, act } = useAct()
  const change = (part: Partial<Asking>) => set((before) => ({ ...before, ...part }))
  const { kind } = asking
  const prompt = asking.prompt ?? promptOf(kind, asking.fields)
  const missing = whatIsMissing(asking, elements)
  const isAnonymous = kind === 'effort' || asking.isAnonymous
  const start = async (event: FormEvent) => {
    event.preventDefault()
    const asked = { map, kind, prompt, anonymous: isAnonymous, options: optionsOf(asking, elements) }
    if (await act(() => startRound(boot.workshop.id, id, asked, asking.minutes, boot.csrf))) onStarted()
  }
  return (
    <form className="ask" onSubmit={(event) => void start(event)}>
      <fieldset className="ask-kinds">
        <legend className="visually-hidden">What kind of round</legend>
        {KINDS.map((one) => (
          <label key={one} data-chosen={one === kind}>
            <input
              type="radio"
              name="kind"
              checked={one === kind}
              onChange={() => change({ kind: one, prompt: null })}
            />
            <strong>{KIND_TITLES[one]}</strong>
            <small>{KIND_WORDS[one]}</small>
          </label>
        ))}
      </fieldset>
      <div className="ask-options">
        <Prompt text={prompt} onType={(text) => change({ prompt: text })} />
        <KindOptions asking={asking} onChange={change} />
        <Anonymity kind={kind} isAnonymous={isAnonymous} onChange={(is) => change({ isAnonymous: is })} />
        <Minutes minutes={asking.minutes} onChange={(minutes) => change({ minutes })} />
        {missing && <p className="round-problem">{missing}</p>}
        <button
          type="submit"
          className="button button-primary"
          disabled={isBusy || missing !== null || prompt.trim() === ''}
        >
          Open the round for everybody
        </button>
      </div>
    </form>
  )
}

function Prompt({ text, onType }: { text: string; onType: (text: string) => void }) {
  const id = useId()
  return (
    <div className="ask-part">
      <label htmlFor={id}>The question</label>
      <textarea id={id} rows={2} maxLength={500} value={text} onChange={(event) => onType(event.target.value)} />
    </div>
  )
}

interface AnonymityProps {
  kind: RoundKind
  isAnonymous: boolean
  onChange: (is: boolean) => void
}

function Anonymity({ kind, isAnonymous, onChange }: AnonymityProps) {
  const name = useId()
  if (kind === 'effort') return <p className="quiet">Always anonymous, so that people can say how it really is.</p>
  return (
    <fieldset className="ask-part ask-row">
      <legend>Announced to everybody before they write</legend>
      <label>
        <input type="radio" name={name} checked={isAnonymous} onChange={() => onChange(true)} /> Anonymous
      </label>
      <label>
        <input type="radio" name={name} checked={!isAnonymous} onChange={() => onChange(false)} /> With names, at the
        reveal
      </label>
    </fieldset>
  )
}

function Minutes({ minutes, onChange }: { minutes: number | null; onChange: (minutes: number | null) => void }) {
  const id = useId()
  return (
    <div className="ask-part ask-row">
      <label htmlFor={id}>Time to write</label>
      <select
        id={id}
        value={minutes ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
      >
        {MINUTES.map((one) => (
          <option key={one} value={one}>
            {one} min
          </option>
        ))}
        <option value="">until I close it</option>
      </select>
    </div>
  )
}
