import { useEffect, useState } from 'react'
import type { Calendar, ElementId, Operation } from '../../model/types'
import { useBoot } from '../boot'
import { getJson, Refused, sentenceOf } from '../dialogs/rest'
import { When } from '../dialogs/When'
import { personStyle } from '../shell/personStyle'
import { useStore } from '../useStore'
import { deedOf, fieldChanges } from './changesOfElement'

interface Page {
  results: Operation[]
  has_more: boolean
}

interface ElementHistoryProps {
  id: ElementId
  calendar: Calendar
  /** Open from the start, where the element has nothing else to show. */
  isOpen?: boolean
}

/** Each change of this element with its person and time, newest first; looked up when it is asked for. */
export function ElementHistory({ id, calendar, isOpen = false }: ElementHistoryProps) {
  const { entries, isEmpty, hasMore, isLoading, error, look } = useElementHistory(id)
  return (
    <details className="history" open={isOpen} onToggle={(event) => event.currentTarget.open && look('first')}>
      <summary>History</summary>
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <ol aria-label="Changes, newest first">
        {entries.map((operation) => (
          <Entry key={operation.seq} operation={operation} id={id} calendar={calendar} />
        ))}
      </ol>
      {isEmpty && <p className="quiet">Nothing of it has been saved yet.</p>}
      {isLoading && <p className="quiet">Looking…</p>}
      {hasMore && !isLoading && (
        <button type="button" className="act-quiet" onClick={() => look('older')}>
          Earlier changes
        </button>
      )}
    </details>
  )
}

function Entry({ operation, id, calendar }: { operation: Operation; id: ElementId; calendar: Calendar }) {
  const elements = useStore((state) => state.elements)
  const people = useStore((state) => state.people)
  const change = operation.changes[id]
  if (change === undefined) return null
  const person = people.get(operation.actor)
  const fields = fieldChanges(change, elements, calendar)
  return (
    <li className="history-change" style={personStyle(person?.colour ?? 0)}>
      <strong>{person?.name ?? 'Somebody'}</strong> {deedOf(operation, change)}
      <When at={operation.at} />
      {fields.length > 0 && (
        <ul>
          {fields.map(({ label, before, after }) => (
            <li key={label}>
              {label}: {before !== null && <del>{before}</del>}
              {before !== null && <span aria-hidden="true"> → </span>}
              {after === null ? <em>empty</em> : <ins>{after}</ins>}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** The pages that were asked for, and what has happened since. */
function useElementHistory(id: ElementId) {
  const { urls } = useBoot()
  const live = useStore((state) => state.lastOperations)
  const [found, setFound] = useState<Page | null>(null)
  const [isLoading, setLoading] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const address = urls.operations.replace(/operations\/$/, `elements/${id}/history/`)

  const look = async (which: 'first' | 'older') => {
    if (isLoading || (which === 'first' && found !== null)) return
    const oldest = found?.results.at(-1)?.seq
    setLoading(true)
    setError(null)
    try {
      const page = await getJson<Page>(oldest === undefined ? address : `${address}?before=${oldest}`)
      setFound({ results: [...(found?.results ?? []), ...page.results], has_more: page.has_more })
    } catch (failure) {
      // What only this browser knows yet, or only a what-if, has no history.
      if (failure instanceof Refused && failure.code === 'not_found') setFound({ results: [], has_more: false })
      else setError(sentenceOf(failure))
    }
    setLoading(false)
  }

  // What happens while it is open stays in it, also once the board has forgotten it.
  useEffect(() => {
    setFound((known) => {
      if (known === null) return known
      const newest = known.results[0]?.seq ?? 0
      const newer = live.filter(({ seq, changes }) => seq > newest && id in changes).toReversed()
      return newer.length === 0 ? known : { ...known, results: [...newer, ...known.results] }
    })
  }, [live, id])

  return {
    entries: found?.results ?? [],
    isEmpty: found?.results.length === 0,
    hasMore: found?.has_more ?? false,
    isLoading,
    error,
    look: (which: 'first' | 'older') => void look(which),
  }
}
