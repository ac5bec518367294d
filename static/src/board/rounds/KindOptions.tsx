import { useId } from 'react'
import { ESTIMATE_FIELDS, type NoteKind } from '../../model/rounds'
import { useStore } from '../useStore'
import { type Asking, asksAboutSteps, stepsOf } from './asking'
import { FIELD_WORDS, NOTE_WORDS } from './words'

interface OptionsProps {
  asking: Asking
  onChange: (part: Partial<Asking>) => void
}

/** What only rounds of this kind are asked for. */
export function KindOptions({ asking, onChange }: OptionsProps) {
  return (
    <>
      {asking.kind === 'notes' && <NoteChoice asking={asking} onChange={onChange} />}
      {asking.kind === 'estimates' && <Fields asking={asking} onChange={onChange} />}
      {asking.kind === 'votes' && <Votes asking={asking} onChange={onChange} />}
      {asksAboutSteps(asking) && <Steps asking={asking} onChange={onChange} />}
    </>
  )
}

function NoteChoice({ asking, onChange }: OptionsProps) {
  const id = useId()
  return (
    <div className="ask-part ask-row">
      <label htmlFor={id}>They come onto the map as</label>
      <select id={id} value={asking.note} onChange={(event) => onChange({ note: event.target.value as NoteKind })}>
        {Object.entries(NOTE_WORDS).map(([kind, words]) => (
          <option key={kind} value={kind}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}

function Fields({ asking, onChange }: OptionsProps) {
  return (
    <fieldset className="ask-part ask-row">
      <legend>Figures</legend>
      {ESTIMATE_FIELDS.map((field) => (
        <label key={field}>
          <input
            type="checkbox"
            checked={asking.fields.includes(field)}
            onChange={(event) =>
              onChange({
                fields: ESTIMATE_FIELDS.filter((one) =>
                  one === field ? event.target.checked : asking.fields.includes(one),
                ),
              })
            }
          />{' '}
          {FIELD_WORDS[field]}
        </label>
      ))}
    </fieldset>
  )
}

const ON_WORDS = {
  steps: 'Steps',
  notes: 'Notes on the map',
  wastes: 'The eight wastes',
  options: 'Options that I write',
} as const

function Votes({ asking, onChange }: OptionsProps) {
  const dots = useId()
  const on = useId()
  const options = useId()
  return (
    <>
      <fieldset className="ask-part ask-row">
        <legend>Vote on</legend>
        {(Object.keys(ON_WORDS) as (keyof typeof ON_WORDS)[]).map((one) => (
          <label key={one}>
            <input type="radio" name={on} checked={asking.on === one} onChange={() => onChange({ on: one })} />{' '}
            {ON_WORDS[one]}
          </label>
        ))}
      </fieldset>
      {asking.on === 'options' && (
        <div className="ask-part">
          <label htmlFor={options}>Options, one a line</label>
          <textarea
            id={options}
            rows={4}
            value={asking.options}
            onChange={(event) => onChange({ options: event.target.value })}
          />
        </div>
      )}
      <div className="ask-part ask-row">
        <label htmlFor={dots}>Dots a person</label>
        <input
          id={dots}
          type="number"
          min={1}
          max={20}
          value={asking.dots}
          onChange={(event) =>
            onChange({ dots: Math.min(20, Math.max(1, Math.round(event.target.valueAsNumber || 1))) })
          }
        />
        <label>
          <input
            type="checkbox"
            checked={asking.isStackable}
            onChange={(event) => onChange({ isStackable: event.target.checked })}
          />{' '}
          Several on one
        </label>
        <label>
          <input
            type="checkbox"
            checked={asking.leadersVote}
            onChange={(event) => onChange({ leadersVote: event.target.checked })}
          />{' '}
          Leaders vote, too
        </label>
      </div>
    </>
  )
}

function Steps({ asking, onChange }: OptionsProps) {
  const elements = useStore((state) => state.elements)
  const steps = stepsOf(elements)
  const toggle = (id: string, is: boolean) => {
    const without = new Set(asking.without)
    if (is) without.delete(id)
    else without.add(id)
    onChange({ without })
  }
  if (steps.length === 0) return null
  const isAll = steps.every(({ id }) => !asking.without.has(id))
  return (
    <fieldset className="ask-part">
      <legend>
        Steps{' '}
        <button
          type="button"
          className="button-quiet"
          onClick={() => onChange({ without: isAll ? new Set(steps.map(({ id }) => id)) : new Set() })}
        >
          {isAll ? 'None' : 'All'}
        </button>
      </legend>
      <div className="ask-steps">
        {steps.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={!asking.without.has(id)}
              onChange={(event) => toggle(id, event.target.checked)}
            />{' '}
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
