import { lockOf } from '../../model/locks'
import type { ElementId } from '../../model/types'
import { useSessionAsk } from '../session/ask'
import { useStore } from '../useStore'
import { Padlock } from './Padlock'
import { useHeld } from './useHeld'
import { useLocks } from './useLocks'

/** In the details of an element: why it is kept from me, or that I pass its lock; for facilitators the way to unlock it. */
export function LockLine({ id }: { id: ElementId }) {
  const ask = useSessionAsk()
  const locks = useLocks()
  const elements = useStore((state) => state.elements)
  const people = useStore((state) => state.people)
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  const why = useHeld()(id)
  if (why !== null) return <LockReason why={why} />
  const lock = lockOf(id, elements, locks)
  if (!lock) return null
  const by = people.get(lock.by)?.name ?? 'a facilitator'
  const words = { element: 'Locked by', area: 'In a part of the map locked by', map: 'On a map locked by' }[lock.scope]
  return (
    <p className="lock-line">
      <Padlock />
      <span>
        {words} {by}
        {isFacilitator && ': as a facilitator you can change it all the same'}
      </span>
      {isFacilitator && (
        <button type="button" className="act" onClick={() => ask.unlock(lock)}>
          Unlock
        </button>
      )}
    </p>
  )
}

/** Why something is kept from me. */
export function LockReason({ why }: { why: string }) {
  return (
    <p className="lock-line" role="note">
      <Padlock />
      <span>{why}</span>
    </p>
  )
}
