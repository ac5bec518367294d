import './locks.css'
import { useInternalNode, ViewportPortal } from '@xyflow/react'
import type { MapLock } from '../../model/locks'
import type { ElementId } from '../../model/types'
import { useStore } from '../useStore'
import { Padlock } from './Padlock'
import { useLocks } from './useLocks'

/** A padlock at every locked element and a frame around every locked area; inside React Flow. */
export function LocksOnMap() {
  const locks = useLocks()
  if (locks.length === 0) return null
  return (
    <ViewportPortal>
      {locks.map((lock) =>
        lock.scope === 'element' && lock.element !== null ? (
          <Sign key={lock.id} lock={lock} id={lock.element} />
        ) : lock.area ? (
          <AreaFrame key={lock.id} lock={lock} />
        ) : null,
      )}
    </ViewportPortal>
  )
}

function Sign({ lock, id }: { lock: MapLock; id: ElementId }) {
  const element = useStore((state) => state.elements.get(id))
  const [first, last] = element?.kind === 'flow' ? [element.source, element.target] : [id, id]
  const [one, other] = [useInternalNode(first), useInternalNode(last)]
  const by = useStore((state) => state.people.get(lock.by)?.name ?? 'a facilitator')
  if (!element || !one || !other) return null
  const corner = (node: typeof one) => ({
    x: node.internals.positionAbsolute.x,
    y: node.internals.positionAbsolute.y,
    width: node.measured.width ?? 0,
    height: node.measured.height ?? 0,
  })
  const [from, to] = [corner(one), corner(other)]
  // At the upper left corner of a box, in the middle of an arrow.
  const at =
    element.kind === 'flow'
      ? { x: (from.x + from.width + to.x) / 2 - 12, y: (from.y + from.height / 2 + to.y + to.height / 2) / 2 - 32 }
      : { x: from.x - 12, y: from.y - 12 }
  return (
    <div className="lock-sign" style={{ transform: `translate(${at.x}px, ${at.y}px)` }} title={`Locked by ${by}`}>
      <Padlock />
      <span className="visually-hidden">
        {element.kind === 'flow' ? 'An arrow is' : `${nameOf(element)} is`} locked by {by}
      </span>
    </div>
  )
}

function nameOf(element: { name?: string; text?: string }): string {
  return element.name ?? element.text ?? 'This'
}

function AreaFrame({ lock }: { lock: MapLock }) {
  const by = useStore((state) => state.people.get(lock.by)?.name ?? 'a facilitator')
  if (!lock.area) return null
  const { x, y, width, height } = lock.area
  return (
    <div className="lock-area" style={{ transform: `translate(${x}px, ${y}px)`, width, height }}>
      <span>
        <Padlock />
        Locked by {by}
      </span>
    </div>
  )
}
