/** Sends no faster than the server takes it (L2), with room to spare: a refused edit would let later ones overtake it. */

const BURST = 40
const PER_SECOND = 20

export interface Pace {
  /** True when one more may go now. */
  take(): boolean
  /** Milliseconds until the next may go. */
  wait(): number
}

export function createPace(now: () => number = Date.now): Pace {
  let room = BURST
  let at = now()

  function refill() {
    const time = now()
    room = Math.min(BURST, room + (Math.max(0, time - at) / 1000) * PER_SECOND)
    at = time
  }

  return {
    take() {
      refill()
      if (room < 1) return false
      room -= 1
      return true
    },
    wait() {
      refill()
      return room >= 1 ? 0 : Math.ceil(((1 - room) / PER_SECOND) * 1000)
    },
  }
}
