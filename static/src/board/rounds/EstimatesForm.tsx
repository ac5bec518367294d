import { useId } from 'react'
import { type EstimateField, targetName, typedKey } from '../../model/rounds'
import { useStore } from '../useStore'
import type { PartProps } from './WriteForm'
import { FIELD_EXAMPLES, FIELD_WORDS } from './words'

/** The figures of each step as I believe they are, typed as people say them; empty: I do not know. */
export function EstimatesForm({ options, draft, isDisabled, problems, onChange }: PartProps) {
  const elements = useStore((state) => state.elements)
  return (
    <ol className="round-steps">
      {(options.targets ?? []).map(({ id }) => (
        <li key={id}>
          <h3>{targetName(options, id, elements)}</h3>
          <div className="round-figures">
            {(options.fields ?? []).map((field) => (
              <Figure
                key={field}
                field={field}
                step={targetName(options, id, elements)}
                text={draft.typed[typedKey(id, field)] ?? ''}
                problem={problems[typedKey(id, field)]}
                isDisabled={isDisabled}
                onType={(text) => onChange({ typed: { ...draft.typed, [typedKey(id, field)]: text } })}
              />
            ))}
          </div>
        </li>
      ))}
    </ol>
  )
}

interface FigureProps {
  field: EstimateField
  step: string
  text: string
  problem: string | undefined
  isDisabled: boolean
  onType: (text: string) => void
}

function Figure({ field, step, text, problem, isDisabled, onType }: FigureProps) {
  const id = useId()
  return (
    <div className="round-figure">
      <label htmlFor={id}>
        {FIELD_WORDS[field]}
        <span className="visually-hidden"> of {step}</span>
      </label>
      <input
        id={id}
        value={text}
        disabled={isDisabled}
        placeholder={FIELD_EXAMPLES[field]}
        inputMode="text"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={(event) => onType(event.target.value)}
      />
      {problem !== undefined && (
        <small id={`${id}-problem`} className="round-problem">
          {problem}
        </small>
      )}
    </div>
  )
}
