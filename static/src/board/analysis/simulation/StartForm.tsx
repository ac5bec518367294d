import { type ChangeEvent, type FormEvent, useId, useState } from 'react'
import { formatNumber } from '../../../model/figures'
import {
  ARRIVALS,
  assumptionsOf,
  DISTRIBUTIONS,
  FIRST_PLAN,
  ITEMS,
  itemsMeaning,
  newSeed,
  readSeed,
  type Word,
} from './plan'
import type { RunPlan } from './types'
import './form.css'

interface StartFormProps {
  /** What the run on screen was asked for: the next one starts from there. */
  last: RunPlan | null
  isBusy: boolean
  onStart: (plan: RunPlan) => void
}

/** What is simulated: how many items, with which luck, and how times spread that have no range. */
export function StartForm({ last, isBusy, onStart }: StartFormProps) {
  const [changed, setChanged] = useState<Partial<Omit<RunPlan, 'seed'> & { seed: string }>>({})
  const id = useId()
  const plan = last ?? FIRST_PLAN
  const items = changed.items ?? plan.items
  const seedText = changed.seed ?? String(plan.seed)
  const distribution = changed.distribution ?? plan.distribution
  const arrivals = changed.arrivals ?? plan.arrivals
  const seed = readSeed(seedText)
  const start = (event: FormEvent) => {
    event.preventDefault()
    if (seed === null) return
    setChanged({})
    onStart({ items, seed, distribution, arrivals })
  }
  return (
    <form className="simulation-form" onSubmit={start} aria-label="Simulate this map">
      <div className="simulation-field">
        <label htmlFor={`${id}-items`}>Items</label>
        <select
          id={`${id}-items`}
          className="field-input"
          value={items}
          aria-describedby={`${id}-items-hint`}
          onChange={(event) => setChanged({ ...changed, items: Number(event.target.value) })}
        >
          {choicesWith(items).map((count) => (
            <option key={count} value={count}>
              {formatNumber(count)}
            </option>
          ))}
        </select>
      </div>
      <button type="submit" className="act-primary" disabled={isBusy || seed === null}>
        Simulate
      </button>
      <small id={`${id}-items-hint`} className="simulation-items-hint">
        {itemsMeaning(items)}
      </small>
      <details className="simulation-choices">
        <summary>{assumptionsOf({ distribution, arrivals, seed: seedText })}</summary>
        <div className="simulation-choice-fields">
          <WordField
            label="Times vary"
            words={DISTRIBUTIONS}
            value={distribution}
            onChoose={(next) => setChanged({ ...changed, distribution: next })}
          />
          <WordField
            label="Items arrive"
            words={ARRIVALS}
            value={arrivals}
            onChoose={(next) => setChanged({ ...changed, arrivals: next })}
          />
          <SeedField text={seedText} onType={(text) => setChanged({ ...changed, seed: text })} />
        </div>
      </details>
    </form>
  )
}

/** The number from which all chance of a run comes. */
function SeedField({ text, onType }: { text: string; onType: (text: string) => void }) {
  const id = useId()
  const isWrong = readSeed(text) === null
  return (
    <div className="simulation-field">
      <label htmlFor={id}>Seed</label>
      <div className="simulation-seed">
        <input
          id={id}
          className="field-input"
          inputMode="numeric"
          autoComplete="off"
          value={text}
          aria-invalid={isWrong}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onType(event.target.value)}
        />
        <button type="button" className="act" onClick={() => onType(String(newSeed()))}>
          Another
        </button>
      </div>
      <small id={`${id}-hint`} className={isWrong ? 'field-error' : undefined}>
        {isWrong
          ? 'A seed is a whole number, for example 1.'
          : 'Equal seeds give equal results; another one shows what was luck.'}
      </small>
    </div>
  )
}

interface WordFieldProps<Value extends string> {
  label: string
  words: readonly Word<Value>[]
  value: Value
  onChoose: (value: Value) => void
}

/** One word out of a few, with what it means below. */
function WordField<Value extends string>({ label, words, value, onChoose }: WordFieldProps<Value>) {
  const id = useId()
  const choose = (event: ChangeEvent<HTMLSelectElement>) => {
    const chosen = words.find((word) => word.value === event.target.value)
    if (chosen) onChoose(chosen.value)
  }
  return (
    <div className="simulation-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field-input" value={value} aria-describedby={`${id}-hint`} onChange={choose}>
        {words.map((word) => (
          <option key={word.value} value={word.value}>
            {word.label}
          </option>
        ))}
      </select>
      <small id={`${id}-hint`}>{words.find((word) => word.value === value)?.meaning}</small>
    </div>
  )
}

/** The usual choices, and the number of a run that was started elsewhere. */
function choicesWith(items: number): number[] {
  return [...new Set([...ITEMS, items])].toSorted((one, other) => one - other)
}
