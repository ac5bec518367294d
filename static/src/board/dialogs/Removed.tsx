import { useCallback, useEffect, useState } from 'react'
import { calendarOf } from '../../model/calendar'
import { elementOf } from '../../model/changes'
import type { Edit, ElementId, Elements, Fields, MapElement, ParticipantId } from '../../model/types'
import { useBoot } from '../boot'
import { nameOfElement } from '../fields/naming'
import { useCanEdit } from '../fields/useCanEdit'
import { ElementHistory } from '../inspector/ElementHistory'
import { useBoardStore, useStore } from '../useStore'
import { getJson, sentenceOf } from './rest'
import { When } from './When'

interface RemovedElement {
  id: ElementId
  element: Fields
  actor: ParticipantId
  at: string
  edits: Edit[]
}

interface Page {
  results: RemovedElement[]
  /** Where to look further; null where there is no more. */
  before: number | null
}

/** What is not on the map any more, newest first: who removed it, its history, and the way back. */
export function Removed({ onClose }: { onClose: () => void }) {
  const { urls } = useBoot()
  const store = useBoardStore()
  const elements = useStore((state) => state.elements)
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const mayBringBack = useCanEdit() && !isInWhatIf
  const [found, setFound] = useState<Page | null>(null)
  const [error, setError] = useState<string | null>(null)
  const address = urls.operations.replace(/operations\/$/, 'removed/')

  const look = useCallback(
    async (before: number | null) => {
      setError(null)
      try {
        const page = await getJson<Page>(before === null ? address : `${address}?before=${before}`)
        setFound((known) => ({ ...page, results: [...(known?.results ?? []), ...page.results] }))
      } catch (failure) {
        setError(sentenceOf(failure))
      }
    },
    [address],
  )
  useEffect(() => void look(null), [look])

  const bringBack = ({ id, edits }: RemovedElement) => {
    store.edit(edits)
    store.setPresence({ selection: [id] })
    onClose()
  }

  const gone = found?.results.filter(({ id }) => !elements.has(id)) ?? []
  const known = withRemoved(elements, gone)
  return (
    <div className="removed">
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {found === null && error === null && <p className="quiet">Looking…</p>}
      {found !== null && gone.length === 0 && (
        <p className="quiet">Nothing was removed that is not back: what is deleted on the map stands here.</p>
      )}
      <ol>
        {gone.map((removed) => (
          <li key={removed.id}>
            <Gone removed={removed} known={known} onBringBack={mayBringBack ? () => bringBack(removed) : null} />
          </li>
        ))}
      </ol>
      {found?.before != null && (
        <button type="button" className="act-quiet" onClick={() => void look(found.before)}>
          Removed earlier
        </button>
      )}
    </div>
  )
}

interface GoneProps {
  removed: RemovedElement
  known: Elements
  onBringBack: (() => void) | null
}

function Gone({ removed, known, onBringBack }: GoneProps) {
  const people = useStore((state) => state.people)
  const charter = useStore((state) => state.charter)
  const name = nameOfElement(known, known.get(removed.id) as MapElement, removed.id)
  const arrows = removed.edits.filter((edit) => edit.do === 'add' && edit.element.kind === 'flow').length
  return (
    <>
      <div className="removed-head">
        <p>
          <strong>{name.charAt(0).toUpperCase() + name.slice(1)}</strong>
          <br />
          removed by {people.get(removed.actor)?.name ?? 'somebody'}
          <When at={removed.at} />
        </p>
        {onBringBack && (
          <button type="button" className="act" aria-label={`Bring ${name} back`} onClick={onBringBack}>
            {arrows > 0 && removed.element.kind !== 'flow' ? 'Bring back, with its arrows' : 'Bring back'}
          </button>
        )}
      </div>
      <ElementHistory id={removed.id} calendar={calendarOf(charter)} />
    </>
  )
}

/** The map with what is gone put back, for the names. */
function withRemoved(elements: Elements, gone: readonly RemovedElement[]): Elements {
  return new Map([...elements, ...gone.map(({ id, element }) => [id, elementOf(element)] as const)])
}
