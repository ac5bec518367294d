import { useId } from 'react'
import { EFFORT_WORDS, targetName, WORK_WORDS } from '../../model/rounds'
import { useStore } from '../useStore'
import type { PartProps } from './WriteForm'

const SCORES = [1, 2, 3, 4, 5] as const

/** Each step from 1 to 5: how hard for the customer, how well people can work in it. */
export function EffortForm({ options, draft, isDisabled, onChange }: PartProps) {
  const elements = useStore((state) => state.elements)
  return (
    <ol className="round-steps">
      {(options.targets ?? []).map(({ id }) => {
        const name = targetName(options, id, elements)
        const score = draft.scores[id] ?? {}
        const give = (whose: 'customer' | 'worker', value: number | undefined) => {
          const { [whose]: _, ...rest } = score
          const next = value === undefined ? rest : { ...rest, [whose]: value }
          onChange({ scores: { ...draft.scores, [id]: next } })
        }
        return (
          <li key={id}>
            <h3>{name}</h3>
            <Scale
              legend="For the customer it is"
              about={name}
              words={EFFORT_WORDS}
              value={score.customer}
              isDisabled={isDisabled}
              onGive={(value) => give('customer', value)}
            />
            <Scale
              legend="The people in it"
              about={name}
              words={WORK_WORDS}
              value={score.worker}
              isDisabled={isDisabled}
              onGive={(value) => give('worker', value)}
            />
          </li>
        )
      })}
    </ol>
  )
}

interface ScaleProps {
  legend: string
  about: string
  words: readonly string[]
  value: number | undefined
  isDisabled: boolean
  onGive: (value: number | undefined) => void
}

function Scale({ legend, about, words, value, isDisabled, onGive }: ScaleProps) {
  const name = useId()
  return (
    <fieldset className="round-scale" disabled={isDisabled}>
      <legend>
        {legend} <strong>{value === undefined ? '…' : words[value]}</strong>
        <span className="visually-hidden"> ({about})</span>
      </legend>
      <div className="round-scale-row">
        {SCORES.map((score) => (
          <label key={score} data-chosen={value === score} title={words[score]}>
            <input
              type="radio"
              name={name}
              value={score}
              checked={value === score}
              onChange={() => onGive(score)}
              onClick={() => {
                // Pressed again it is taken back: I do not know.
                if (value === score) onGive(undefined)
              }}
            />
            <span aria-hidden="true">{score}</span>
            <span className="visually-hidden">
              {score}, {words[score]}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** The one step that holds the stream back, and why. */
export function ConstraintForm({ options, draft, isDisabled, onChange }: PartProps) {
  const elements = useStore((state) => state.elements)
  const why = useId()
  const name = useId()
  const { choice } = draft
  return (
    <>
      <fieldset className="round-choice" disabled={isDisabled}>
        <legend className="visually-hidden">The step that holds the stream back</legend>
        {(options.targets ?? []).map(({ id }) => (
          <label key={id} data-chosen={choice.element === id}>
            <input
              type="radio"
              name={name}
              checked={choice.element === id}
              onChange={() => onChange({ choice: { ...choice, element: id } })}
            />
            {targetName(options, id, elements)}
          </label>
        ))}
      </fieldset>
      <label className="round-why" htmlFor={why}>
        Why do you think so?
      </label>
      <textarea
        id={why}
        className="round-why-text"
        rows={3}
        maxLength={500}
        disabled={isDisabled}
        value={choice.why}
        placeholder="What you see there: who waits, for what, how often"
        onChange={(event) => onChange({ choice: { ...choice, why: event.target.value } })}
      />
    </>
  )
}
