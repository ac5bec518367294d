import { useState } from 'react'
import type { Calendar, ElementId, Operation } from '../../model/types'
import { useBoot } from '../boot'
import { operationsBefore } from '../dialogs/operations'
import { sentenceOf } from '../dialogs/rest'
import { When } from '../dialogs/When'
import { useStore } from '../useStore'
import { describeChanges } from './describe'

interface Found {
  operations: Operation[]
  /** The oldest operation that was looked at; null while none was. */
  oldest: number | null
  more: boolean
}

/** Who changed this element, newest first; looked up when it is asked for. */
export function ElementHistory({ id, calendar }: { id: ElementId; calendar: Calendar }) {
  const { urls } = useBoot()
  const elements = useStore((state) => state.elements)
  const people = useStore((state) => state.people)
  const live = useStore((state) => state.lastOperations)
  const [found, setFound] = useState<Found | null>(null)
  const [isLoading, setLoading] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const lookBack = async () => {
    setLoading(true)
    setError(null)
    try {
      const page = await operationsBefore(urls.operations, found?.oldest ?? null)
      setFound({
        operations: [...(found?.operations ?? []), ...page.operations],
        oldest: page.operations.at(-1)?.seq ?? 1,
        more: page.more,
      })
    } catch (failure) {
      setError(sentenceOf(failure))
    }
    setLoading(false)
  }

  const known = new Set(found?.operations.map(({ seq }) => seq))
  const newer = found ? live.filter(({ seq }) => !known.has(seq) && seq > (found.operations[0]?.seq ?? 0)) : []
  const touching = [...newer.toReversed(), ...(found?.operations ?? [])].filter(({ changes }) => id in changes)
  return (
    <details
      className="history"
      onToggle={(event) => {
        if (event.currentTarget.open && found === null && !isLoading) void lookBack()
      }}
    >
      <summary>Who changed what</summary>
      {error !== null && <p className="field-error">{error}</p>}
      <ol>
        {touching.map((operation) => (
          <li key={operation.seq}>
            <strong>{people.get(operation.actor)?.name ?? 'Somebody'}</strong>{' '}
            {describeChanges(only(operation, id), elements, calendar).join(', ')}
            <When at={operation.at} />
          </li>
        ))}
      </ol>
      {isLoading && <p className="quiet">Looking…</p>}
      {found && touching.length === 0 && !isLoading && <p className="quiet">Nothing in the latest changes.</p>}
      {found?.more && (
        <button type="button" className="act-quiet" onClick={lookBack} disabled={isLoading}>
          Look further back
        </button>
      )}
    </details>
  )
}

function only(operation: Operation, id: ElementId): Operation {
  const change = operation.changes[id]
  return { ...operation, changes: change ? { [id]: change } : {} }
}
