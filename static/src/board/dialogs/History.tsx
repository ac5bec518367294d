import { useCallback, useEffect, useState } from 'react'
import { calendarOf } from '../../model/calendar'
import type { Operation } from '../../model/types'
import { useBoot } from '../boot'
import { describeOperation, withGone } from '../inspector/describe'
import { useStore } from '../useStore'
import { Dialog } from './Dialog'
import { Moment } from './Moment'
import { operationsBefore } from './operations'
import { Removed } from './Removed'
import { sentenceOf } from './rest'
import { When } from './When'

/** What happened on the map, and what was removed from it. */
export function History({ onClose }: { onClose: () => void }) {
  const [isOfRemoved, setOfRemoved] = useState(false)
  return (
    <Dialog title="History" onClose={onClose} width="wide">
      <fieldset className="history-parts">
        <legend className="visually-hidden">What to look at</legend>
        <button type="button" aria-pressed={!isOfRemoved} onClick={() => setOfRemoved(false)}>
          All changes
        </button>
        <button type="button" aria-pressed={isOfRemoved} onClick={() => setOfRemoved(true)}>
          What was removed
        </button>
      </fieldset>
      {isOfRemoved ? <Removed onClose={onClose} /> : <AllChanges onClose={onClose} />}
    </Dialog>
  )
}

/** Newest first; each moment can be looked at, and brought back by facilitators. */
function AllChanges({ onClose }: { onClose: () => void }) {
  const { urls } = useBoot()
  const elements = useStore((state) => state.elements)
  const people = useStore((state) => state.people)
  const charter = useStore((state) => state.charter)
  const live = useStore((state) => state.lastOperations)
  const [operations, setOperations] = useState<Operation[]>([])
  const [hasMore, setMore] = useState(true)
  const [isLoading, setLoading] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [chosen, setChosen] = useState<Operation | null>(null)

  const load = useCallback(
    async (before: number | null) => {
      setLoading(true)
      setError(null)
      try {
        const page = await operationsBefore(urls.operations, before)
        setOperations((known) => [
          ...known,
          ...page.operations.filter(({ seq }) => !known.some((op) => op.seq === seq)),
        ])
        setMore(page.more)
      } catch (failure) {
        setError(sentenceOf(failure))
      }
      setLoading(false)
    },
    [urls.operations],
  )
  useEffect(() => void load(null), [load])

  const newest = operations[0]?.seq ?? 0
  const newer = operations.length > 0 ? live.filter(({ seq }) => seq > newest).toReversed() : []
  const all = [...newer, ...operations]
  const known = withGone(elements, all)
  const calendar = calendarOf(charter)
  return (
    <div className="history-sheet" data-chosen={chosen !== null}>
      <div className="history-list">
        {error !== null && <p className="field-error">{error}</p>}
        <ol>
          {all.map((operation) => (
            <li key={operation.seq}>
              <button
                type="button"
                className="history-entry"
                aria-pressed={chosen?.seq === operation.seq}
                onClick={() => setChosen(operation)}
              >
                <strong>{people.get(operation.actor)?.name ?? 'Somebody'}</strong>{' '}
                {describeOperation(operation, known, calendar)}
                <When at={operation.at} />
              </button>
            </li>
          ))}
        </ol>
        {isLoading && <p className="quiet">Looking…</p>}
        {!isLoading && all.length === 0 && error === null && <p className="quiet">Nothing has happened here yet.</p>}
        {!isLoading && hasMore && operations.length > 0 && (
          <button type="button" className="act-quiet" onClick={() => load(operations.at(-1)?.seq ?? null)}>
            Earlier changes
          </button>
        )}
      </div>
      <div className="history-moment">
        {chosen === null ? (
          <p className="quiet">Choose a change to see the map as it was right after it.</p>
        ) : (
          <Moment key={chosen.seq} operation={chosen} calendar={calendar} onRestored={onClose} />
        )}
      </div>
    </div>
  )
}
