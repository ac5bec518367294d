import { useSessionAsk } from '../session/ask'
import { useStore } from '../useStore'
import { Padlock } from './Padlock'
import { useLocks } from './useLocks'

/** Says that the whole map is locked, or that members change only their own. */
export function LockBanner() {
  const ask = useSessionAsk()
  const lock = useLocks().find(({ scope }) => scope === 'map')
  const role = useStore((state) => state.role)
  const isOwnOnly = useStore((state) => state.whatIf === null && state.map?.members_may === 'own')
  const by = useStore((state) => (lock ? (state.people.get(lock.by)?.name ?? 'A facilitator') : ''))
  const isFacilitator = role === 'facilitator'
  if (lock) {
    return (
      <div className="banner lock-banner" role="status">
        <Padlock />
        <span>
          {by} locked this map: only facilitators{isFacilitator && ', you too,'} can change it now.
        </span>
        {isFacilitator && (
          <button type="button" onClick={() => ask.unlock(lock)}>
            Unlock
          </button>
        )}
      </div>
    )
  }
  if (!isOwnOnly || (role !== 'member' && !isFacilitator)) return null
  return (
    <div className="banner lock-banner" role="status">
      <Padlock />
      <span>{isFacilitator ? 'Members can add, and change only' : 'You can add, and change'} what they added.</span>
      {isFacilitator && (
        <button type="button" onClick={() => ask.letMembersChange('all')}>
          Let them change everything
        </button>
      )}
    </div>
  )
}
