import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import { newId } from '../../model/edits'
import { formatShare } from '../../model/figures'
import type { Calendar } from '../../model/types'
import {
  type Beside,
  isTaken,
  type RealItem,
  type Walk,
  type WalkedField,
  type WalkSpread,
  type WalkStep,
} from '../../model/walk'
import { useBoot } from '../boot'
import { postJson } from '../dialogs/rest'
import { useAct } from '../rounds/useRounds'
import { useStore } from '../useStore'

const FIELDS: readonly { field: WalkedField; word: string; before: string }[] = [
  { field: 'wait_time', word: 'wait', before: 'the wait before' },
  { field: 'process_time', word: 'work', before: 'the work at' },
]
const TOTALS = {
  lead_time_s: 'Lead time',
  wait_time_s: 'Waiting',
  process_time_s: 'Work',
  flow_efficiency: 'Flow efficiency',
} as const

interface BesideTableProps {
  walk: Walk
  chosen: readonly RealItem[]
}

interface Taking {
  element: string
  field: WalkedField
}

/** Actual beside perceived for each step and in total, and for facilitators what of it goes onto the map. */
export function BesideTable({ walk, chosen }: BesideTableProps) {
  const boot = useBoot()
  const { isBusy, act } = useAct()
  const elements = useStore((state) => state.elements)
  const canTake = useStore((state) => state.role === 'facilitator')
  const calendar = calendarOf(useStore((state) => state.charter))
  const open = walk.steps.flatMap((step) =>
    FIELDS.filter(({ field }) => isOpen(step[field]) && !isTaken(step[field], field, elements)).map(({ field }) => ({
      element: step.step,
      field,
    })),
  )
  const take = (accept: readonly Taking[]) => {
    const body = { op_id: newId(), items: chosen.map(({ id }) => id), accept }
    void act(() => postJson(`/api/maps/${boot.map.id}/walk/take/`, body, boot.csrf))
  }
  return (
    <section className="walk-part" aria-label="Actual beside the map">
      {canTake && open.length > 0 && (
        <button
          type="button"
          className="button button-primary walk-take-all"
          disabled={isBusy}
          onClick={() => take(open)}
        >
          Take all {open.length} onto the map as walked
        </button>
      )}
      <table className="walk-table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Map</th>
            <th scope="col">{chosen.length === 1 ? 'Item' : `${chosen.length} items`}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {walk.totals.map(({ figure, perceived, actual }) => (
            <tr key={figure} className="walk-total">
              <th scope="row">{TOTALS[figure]}</th>
              <td>{perceived === null ? '–' : told(perceived, figure, calendar)}</td>
              <td>{actual ? <Spread actual={actual} tell={(value) => told(value, figure, calendar)} /> : '–'}</td>
              <td />
            </tr>
          ))}
        </tbody>
        {walk.steps.map((step) => (
          <tbody key={step.step}>
            <tr className="walk-step">
              <th scope="rowgroup" colSpan={4}>
                {step.name}
                {step.items === 0 && <small> not passed</small>}
                {step.rework_visits > 0 && <small> again, {formatDuration(step.rework_time_s, calendar)} more</small>}
              </th>
            </tr>
            {FIELDS.filter(({ field }) => step[field].actual).map(({ field, word, before }) => (
              <tr key={field} data-word={word}>
                <th scope="row">{word}</th>
                <td>{step[field].perceived_s === null ? '–' : formatDuration(step[field].perceived_s, calendar)}</td>
                <td>
                  <Actual beside={step[field]} calendar={calendar} />
                </td>
                <td>
                  {isTaken(step[field], field, elements) ? (
                    <span className="walk-taken">✓ taken</span>
                  ) : (
                    canTake && (
                      <Take
                        step={step}
                        beside={step[field]}
                        what={`${before} “${step.name}”`}
                        isBusy={isBusy}
                        onTake={() => take([{ element: step.step, field }])}
                      />
                    )
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

function isOpen(beside: Beside): boolean {
  return beside.actual !== null && beside.target !== null
}

interface TakeProps {
  step: WalkStep
  beside: Beside
  what: string
  isBusy: boolean
  onTake: () => void
}

function Take({ beside, what, isBusy, onTake }: TakeProps) {
  if (beside.target === null) {
    return (
      <small title="It waits in a queue and by itself: change on the map which of them is meant.">in two places</small>
    )
  }
  return (
    <button
      type="button"
      className="button"
      disabled={isBusy}
      onClick={onTake}
      aria-label={`Take ${what} onto the map`}
    >
      Take
    </button>
  )
}

function Actual({ beside, calendar }: { beside: Beside; calendar: Calendar }) {
  const { actual, difference_s } = beside
  if (!actual) return null
  return (
    <>
      <Spread actual={actual} tell={(value) => formatDuration(value, calendar)} />
      {difference_s !== null && difference_s !== 0 && (
        <small className="walk-difference" data-more={difference_s > 0}>
          {difference_s > 0 ? '+' : '−'}
          {formatDuration(Math.abs(difference_s), calendar)}
        </small>
      )}
    </>
  )
}

function Spread({ actual, tell }: { actual: WalkSpread; tell: (value: number) => string }) {
  return (
    <>
      <strong>{tell(actual.median)}</strong>
      {actual.high > actual.low && (
        <small>
          {' '}
          {tell(actual.low)} – {tell(actual.high)}
        </small>
      )}
    </>
  )
}

function told(value: number, figure: keyof typeof TOTALS, calendar: Calendar): string {
  return figure === 'flow_efficiency' ? formatShare(value) : formatDuration(value, calendar)
}
