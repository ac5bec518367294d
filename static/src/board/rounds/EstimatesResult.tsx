import { useState } from 'react'
import { calendarOf } from '../../model/calendar'
import { editableValue, formatQuantity, parseFigure } from '../../model/figures'
import { type EstimateField, placeIn, type Spread, targetName, type WholeRound } from '../../model/rounds'
import type { Calendar } from '../../model/types'
import { useBoot } from '../boot'
import { useStore } from '../useStore'
import { acceptEstimates } from './rest'
import { useAct } from './useRounds'
import { FIELD_WORDS } from './words'

const UNITS = { wait_time: 'time', process_time: 'time', complete_accurate: 'share' } as const

export function spelled(value: number, field: EstimateField, calendar: Calendar): string {
  return formatQuantity({ value, source: 'estimate' }, UNITS[field], calendar)
}

/** Every spread, and for a facilitator what the room accepts of it. */
export function EstimatesResult({ whole }: { whole: WholeRound }) {
  const boot = useBoot()
  const elements = useStore((state) => state.elements)
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  const { isBusy, act } = useAct()
  const steps = whole.result?.steps ?? []
  const isOpen = steps.some(({ fields = {} }) => Object.values(fields).some((spread) => spread.accepted === undefined))
  return (
    <>
      {isFacilitator && isOpen && (
        <button
          type="button"
          className="button round-accept-all"
          disabled={isBusy}
          onClick={() => void act(() => acceptEstimates(whole.id, null, boot.csrf))}
        >
          Accept every median
        </button>
      )}
      <ol className="round-spreads">
        {steps.map(({ element, fields = {} }) => (
          <li key={element}>
            <h3>
              {targetName(whole.options, element, elements)}
              {!elements.has(element) && <small> no longer on the map</small>}
            </h3>
            {(Object.entries(fields) as [EstimateField, Spread][]).map(([field, spread]) => (
              <OneSpread
                key={field}
                whole={whole}
                element={element}
                field={field}
                spread={spread}
                canAccept={isFacilitator && elements.has(element)}
              />
            ))}
          </li>
        ))}
      </ol>
    </>
  )
}

interface SpreadProps {
  whole: WholeRound
  element: string
  field: EstimateField
  spread: Spread
  canAccept: boolean
}

function OneSpread({ whole, element, field, spread, canAccept }: SpreadProps) {
  const charter = useStore((state) => state.charter)
  const people = useStore((state) => state.people)
  const calendar = calendarOf(charter)
  const spell = (value: number) => spelled(value, field, calendar)
  return (
    <div className="round-spread">
      <p className="round-spread-head">
        <span>{FIELD_WORDS[field]}</span>
        <strong>{spell(spread.median)}</strong>
        <small>{spread.n === 1 ? 'one person' : `median of ${spread.n}`}</small>
      </p>
      <SpreadDrawing spread={spread} />
      {spread.high > spread.low && (
        <p className="round-spread-ends">
          <span>{spell(spread.low)}</span>
          <span>{spell(spread.high)}</span>
        </p>
      )}
      {!whole.anonymous && (
        <p className="quiet">
          {spread.values
            .map(({ value, participant }) => `${people.get(participant ?? '')?.name ?? '?'} ${spell(value)}`)
            .join(' · ')}
        </p>
      )}
      {spread.accepted !== undefined ? (
        <p className="round-accepted">
          <span aria-hidden="true">✓</span> {spell(spread.accepted)} accepted
        </p>
      ) : (
        canAccept && <Accept whole={whole} element={element} field={field} spread={spread} calendar={calendar} />
      )}
    </div>
  )
}

/** Each answer as a dot between the lowest and the highest, the median as a stroke. */
export function SpreadDrawing({ spread }: { spread: Spread }) {
  const at = (value: number) => 6 + 188 * placeIn(spread, value)
  return (
    <svg className="round-spread-drawing" viewBox="0 0 200 18" aria-hidden="true">
      <path d="M6 9H194" className="round-spread-line" />
      {spread.values.map(({ value, low, high }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two people may say the same
        <g key={place}>
          {low !== undefined && high !== undefined && (
            <path d={`M${at(low)} 9H${at(high)}`} className="round-spread-own" />
          )}
          <circle cx={at(value)} cy="9" r="4.5" />
        </g>
      ))}
      <path d={`M${at(spread.median)} 0V18`} className="round-spread-median" />
    </svg>
  )
}

function Accept({ whole, element, field, spread, calendar }: Omit<SpreadProps, 'canAccept'> & { calendar: Calendar }) {
  const boot = useBoot()
  const { isBusy, act } = useAct()
  const [typed, type] = useState<string | null>(null)
  const [problem, tell] = useState<string | null>(null)
  const text = typed ?? editableValue(spread.median, UNITS[field], calendar)
  const accept = () => {
    const reading = parseFigure(text, UNITS[field], calendar)
    if (!reading.ok) return tell(reading.sentence)
    tell(null)
    const value = typed === null ? {} : { value: reading.value }
    void act(() => acceptEstimates(whole.id, [{ element, field, ...value }], boot.csrf))
  }
  return (
    <form
      className="round-accept"
      onSubmit={(event) => {
        event.preventDefault()
        accept()
      }}
    >
      <input
        aria-label={`${FIELD_WORDS[field]} to accept`}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => type(event.target.value)}
      />
      <button type="submit" className="button" disabled={isBusy}>
        Accept
      </button>
      {problem && (
        <small className="round-problem" role="alert">
          {problem}
        </small>
      )}
    </form>
  )
}
