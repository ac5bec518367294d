/** Notices a connection that looks open and is dead: every ping has to be answered in time. */

const PING_EVERY_MS = 5_000
const PONG_WITHIN_MS = 4_000

export interface Heartbeat {
  start(): void
  stop(): void
  /** Asks now instead of at the next beat. */
  probe(): void
  pong(): void
}

export function createHeartbeat(ping: () => void, overdue: () => void): Heartbeat {
  let beat: ReturnType<typeof setInterval> | undefined
  let answerBy: ReturnType<typeof setTimeout> | undefined

  function probe() {
    if (beat === undefined || answerBy !== undefined) return
    answerBy = setTimeout(() => {
      answerBy = undefined
      overdue()
    }, PONG_WITHIN_MS)
    ping()
  }

  // Only a pong counts: other messages say nothing about whether ours arrive.
  function pong() {
    clearTimeout(answerBy)
    answerBy = undefined
  }

  function stop() {
    clearInterval(beat)
    beat = undefined
    pong()
  }

  return {
    start() {
      stop()
      beat = setInterval(probe, PING_EVERY_MS)
    },
    stop,
    probe,
    pong,
  }
}
