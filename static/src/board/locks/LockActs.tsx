import { areaAround, lockOf } from '../../model/locks'
import type { ElementId } from '../../model/types'
import { useSessionAsk } from '../session/ask'
import { useStore } from '../useStore'
import { AREA_AIR } from './menu'
import { useLocks } from './useLocks'

/** What a facilitator does for everybody with what is selected: put it into the light, lock it. */
export function LockActs({ ids }: { ids: readonly ElementId[] }) {
  const ask = useSessionAsk()
  const locks = useLocks()
  const elements = useStore((state) => state.elements)
  const isMine = useStore((state) => state.role === 'facilitator' && state.whatIf === null)
  const [id] = ids
  if (!isMine || id === undefined) return null
  if (ids.length > 1) {
    const area = areaAround(ids, elements, AREA_AIR)
    if (!area) return null
    return (
      <button type="button" className="act" onClick={() => ask.lockArea(area)}>
        Lock the area around them
      </button>
    )
  }
  return (
    <>
      <button type="button" className="act" onClick={() => ask.showElement(id)}>
        Put it into the light
      </button>
      {lockOf(id, elements, locks) === null && (
        <button type="button" className="act" onClick={() => ask.lockElement(id)}>
          Lock
        </button>
      )}
    </>
  )
}
