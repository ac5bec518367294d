import { useEffect, useState } from 'react'
import { useBoardStore } from '../useStore'

/**
 * Return the hook of a part of the board whose script comes when it is first wanted, so that the map itself does not
 * wait for it: the parts while they are wanted and once they have come, else null.
 *
 * Where they do not come, `notLoaded` is said and `onFail` closes what was opened. Not React.lazy: it would remember a
 * failure until the page is loaded again.
 */
export function partsOf<Parts>(
  load: () => Promise<Parts>,
  notLoaded: string,
): (isWanted: boolean, onFail?: () => void) => Parts | null {
  let loaded: Parts | null = null
  return function useParts(isWanted, onFail) {
    const store = useBoardStore()
    const [parts, setParts] = useState<Parts | null>(loaded)
    // biome-ignore lint/correctness/useExhaustiveDependencies: what is done on a failure is no reason to load again
    useEffect(() => {
      if (!isWanted || parts !== null) return
      let isCurrent = true
      const take = (found: Parts) => {
        loaded = found
        if (isCurrent) setParts(found)
      }
      const fail = () => {
        if (!isCurrent) return
        store.notify({ tone: 'error', message: notLoaded })
        onFail?.()
      }
      void load().then(take, fail)
      return () => {
        isCurrent = false
      }
    }, [isWanted, parts, store])
    return isWanted ? parts : null
  }
}
