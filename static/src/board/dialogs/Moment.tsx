import { useEffect, useMemo, useState } from 'react'
import { elementOf, sameValue } from '../../model/changes'
import { newId } from '../../model/edits'
import type { Calendar, ElementId, Elements, Fields, MapElement, Operation } from '../../model/types'
import { useBoot } from '../boot'
import { nameOf } from '../fields/naming'
import { showQuantity, specOf } from '../fields/typed'
import { rowsOf } from '../table/rows'
import { useStore } from '../useStore'
import { Picture } from './Picture'
import { getJson, postJson, sentenceOf } from './rest'
import { When } from './When'

interface MomentProps {
  operation: Operation
  calendar: Calendar
  onRestored: () => void
}

/** The map as it was right after an operation: to look at, and for facilitators to bring back as one new operation. */
export function Moment({ operation, calendar, onRestored }: MomentProps) {
  const { urls, csrf } = useBoot()
  const role = useStore((state) => state.role)
  const now = useStore((state) => state.confirmed)
  const head = useStore((state) => state.seq)
  const [then, setThen] = useState<Elements | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [opId] = useState(newId)
  const address = urls.operations.replace(/operations\/$/, `at/${operation.seq}/`)

  useEffect(() => {
    let isCurrent = true
    getJson<{ elements: Record<ElementId, Fields> }>(address)
      .then(({ elements }) => {
        if (isCurrent) setThen(new Map(Object.entries(elements).map(([id, fields]) => [id, elementOf(fields)])))
      })
      .catch((failure) => {
        if (isCurrent) setError(sentenceOf(failure))
      })
    return () => {
      isCurrent = false
    }
  }, [address])

  const restore = async () => {
    setBusy(true)
    setError(null)
    try {
      await postJson<unknown>(urls.restore, { op_id: opId, seq: operation.seq }, csrf)
      onRestored()
    } catch (failure) {
      setError(sentenceOf(failure))
      setBusy(false)
    }
  }

  const differences = useMemo(() => (then ? differencesOf(then, now) : []), [then, now])
  return (
    <section aria-label="The map at this moment">
      <h3>
        The map after change {operation.seq} <When at={operation.at} />
      </h3>
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {then === null && error === null && <p className="quiet">Looking…</p>}
      {then !== null && (
        <>
          <Picture elements={then} />
          <StepsThen elements={then} calendar={calendar} />
          <p className="quiet">
            {differences.length === 0 ? 'The map is the same now.' : `Since then: ${listed(differences)}.`}
          </p>
          {role === 'facilitator' && operation.seq < head && differences.length > 0 && (
            <p className="actions">
              <button type="button" className="act-primary" disabled={isBusy} onClick={restore}>
                Restore the map as it was here
              </button>
              <small className="quiet">One new change, for everyone; undo takes it back.</small>
            </p>
          )}
        </>
      )}
    </section>
  )
}

function StepsThen({ elements, calendar }: { elements: Elements; calendar: Calendar }) {
  const { steps } = rowsOf(elements)
  if (steps.length === 0) return <p className="quiet">There was no step yet.</p>
  return (
    <div className="table-scroll">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Role</th>
            <th scope="col">Wait</th>
            <th scope="col">Work</th>
            <th scope="col">%C/A</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ id, step }) => (
            <tr key={id}>
              <th scope="row">{step.name}</th>
              <td>{step.role}</td>
              <td>{showQuantity(step.wait_time, specOf('wait_time'), calendar)}</td>
              <td>{showQuantity(step.process_time, specOf('process_time'), calendar)}</td>
              <td>{showQuantity(step.complete_accurate, specOf('complete_accurate'), calendar)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What differs now, as phrases: added, removed, changed, moved. */
export function differencesOf(then: Elements, now: Elements): string[] {
  const differences: string[] = []
  for (const id of now.keys()) if (!then.has(id)) differences.push(`${nameOf(now, id)} was added`)
  for (const [id, before] of then) {
    const after = now.get(id)
    if (after === undefined) differences.push(`${nameOf(then, id)} was removed`)
    else if (!sameValue(unplaced(before), unplaced(after))) differences.push(`${nameOf(now, id)} was changed`)
    else if (!sameValue(before, after)) differences.push(`${nameOf(now, id)} was moved`)
  }
  return differences
}

function unplaced(element: MapElement): Fields {
  return { ...element, x: null, y: null }
}

function listed(differences: readonly string[]): string {
  const [shown, rest] = [differences.slice(0, 4), differences.length - 4]
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ')
}
