import { lockOf } from '../../model/locks'
import type { ElementId } from '../../model/types'
import { useSessionAsk } from '../session/ask'
import { useStore } from '../useStore'
import { Padlock } from './Padlock'
import { useLocks } from './useLocks'

/** In the details of an element: by whom it is locked, and the way to unlock it. */
export function LockLine({ id }: { id: ElementId }) {
  const ask = useSessionAsk()
  const locks = useLocks()
  const elements = useStore((state) => state.elements)
  const people = useStore((state) => state.people)
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  const lock = lockOf(id, elements, locks)
  if (!lock) return null
  const by = people.get(lock.by)?.name ?? 'a facilitator'
  const words = { element: 'Locked by', area: 'In a part of the map locked by', map: 'On a map locked by' }[lock.scope]
  return (
    <p className="lock-line">
      <Padlock />
      <span>
        {words} {by}
      </span>
      {isFacilitator && (
        <button type="button" className="act" onClick={() => ask.unlock(lock)}>
          Unlock
        </button>
      )}
    </p>
  )
}
