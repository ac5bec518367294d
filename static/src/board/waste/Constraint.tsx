import { useEffect, useState } from 'react'
import type { Circle } from '../../model/circle'
import { useBoot } from '../boot'
import { getJson, sentenceOf } from '../dialogs/rest'
import { When } from '../dialogs/When'
import { useBoardStore, useStore } from '../useStore'
import { CircleLines } from './CircleLines'
import { CircleActs } from './CircleSection'
import { useCircle } from './useCircle'

/** What the room circled against what the figures say, the pen for facilitators, and what was circled before. */
export function Constraint() {
  const circle = useCircle()
  const isHidden = useStore((state) => state.metrics?.constraint_hidden === true)
  const isFacilitator = useStore((state) => state.role === 'facilitator' && state.whatIf === null)
  return (
    <section className="wastes-part" aria-labelledby="wastes-constraint">
      <h3 id="wastes-constraint">The constraint</h3>
      {isHidden ? (
        <p className="wastes-empty">People judge it unseen just now. The pen is free again after the reveal.</p>
      ) : (
        <>
          {circle ? (
            <CircleLines circle={circle} />
          ) : (
            <p className="wastes-empty">
              The room has circled no step yet. Let everybody judge unseen first, with a round about the constraint.
            </p>
          )}
          {isFacilitator && <Pen circle={circle} />}
          <Before circle={circle} />
        </>
      )}
    </section>
  )
}

function Pen({ circle }: { circle: Circle | null }) {
  const elements = useStore((state) => state.elements)
  const selection = useStore((state) => state.own.selection)
  const [id] = selection.length === 1 ? selection : []
  const element = id === undefined ? undefined : elements.get(id)
  if (id !== undefined && element?.kind === 'step') {
    return (
      <p className="pen">
        <span>“{element.name}”</span> <CircleActs id={id} />
      </p>
    )
  }
  if (circle) {
    return (
      <p className="pen">
        <CircleActs id={circle.element} />
      </p>
    )
  }
  return <p className="wastes-hint">Select a step on the map to circle it.</p>
}

/** What was circled before, read when it is opened and again when the room circles anew. */
function Before({ circle }: { circle: Circle | null }) {
  const boot = useBoot()
  const store = useBoardStore()
  const people = useStore((state) => state.people)
  const [isOpen, setOpen] = useState(false)
  const [all, setAll] = useState<readonly Circle[] | null>(null)
  const standing = circle?.id ?? null
  // biome-ignore lint/correctness/useExhaustiveDependencies: another circle is a reason to read them again
  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    getJson<{ results: Circle[] }>(`/api/maps/${boot.map.id}/circles/`).then(
      ({ results }) => {
        if (isCurrent) setAll(results)
      },
      (error: unknown) => {
        if (isCurrent) store.notify({ tone: 'error', message: sentenceOf(error) })
      },
    )
    return () => {
      isCurrent = false
    }
  }, [isOpen, standing, boot, store])
  const before = all?.filter(({ id }) => id !== standing) ?? null
  return (
    <details className="circled-before" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Circled before</summary>
      {before?.length === 0 && <p className="wastes-empty">Nothing else was circled on this map.</p>}
      <ul>
        {before?.map((one) => (
          <li key={one.id}>
            {one.sentence}{' '}
            <small>
              {people.get(one.by)?.name ?? 'A facilitator'}, <When at={one.at} />
              {one.erased_at !== null && <>, erased by {people.get(one.erased_by ?? '')?.name ?? 'a facilitator'}</>}
            </small>
          </li>
        ))}
      </ul>
    </details>
  )
}
