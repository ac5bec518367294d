/** Tells the others where I am: at most 20 times a second, only what changed, only the newest. */

import { sameValue } from '../model/changes'
import type { OwnPresence } from '../model/messages'

const BETWEEN_MS = 50
/** Keeps the message below the 16 KiB that L1 allows. */
const MOST_SELECTED = 200

export interface PresenceSender {
  /** My presence may have changed. */
  update(own: OwnPresence): void
  /** The server has forgotten me: whatever I say next is news. */
  reset(): void
}

const NOWHERE: OwnPresence = { cursor: null, selection: [], editing: null }

/** `send` answers whether the message left; what did not leave is not told later, a reset brings it up again. */
export function createPresence(send: (own: OwnPresence) => boolean): PresenceSender {
  let told = NOWHERE
  let wanted = NOWHERE
  let timer: ReturnType<typeof setTimeout> | undefined

  function tell() {
    if (timer !== undefined || sameValue(wanted, told)) return
    if (!send({ ...wanted, selection: wanted.selection.slice(0, MOST_SELECTED) })) return
    told = wanted
    timer = setTimeout(() => {
      timer = undefined
      tell()
    }, BETWEEN_MS)
  }

  return {
    update(own) {
      if (own === wanted) return
      wanted = own
      tell()
    },
    reset() {
      told = NOWHERE
      tell()
    },
  }
}
