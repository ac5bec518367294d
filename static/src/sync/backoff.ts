/** How long to wait before the next attempt to connect: longer each time, longer still in a tab nobody looks at. */

const FIRST_MS = 500
const SOON_MS = 250
const LONGEST_VISIBLE_MS = 5_000
const LONGEST_HIDDEN_MS = 30_000

export interface Backoff {
  /** Resolves when it is time for the next attempt; at once for the first. */
  wait(): Promise<void>
  /** Ends a wait that is under way. */
  wake(): void
  /** Attempts begin from the shortest wait again. */
  succeed(): void
  /** The next attempt is a first one again, after a moment of chance: everybody at this server was sent away at once. */
  soon(): void
  /** The next wait takes at least this long, and `wake` does not shorten it. */
  hold(milliseconds: number): void
}

export function createBackoff(isHidden: () => boolean, random: () => number = Math.random): Backoff {
  let attempt = 0
  let held = 0
  let spread = 0
  let end: (() => void) | null = null

  function delay(): number {
    if (attempt === 0) return spread * random()
    const longest = isHidden() ? LONGEST_HIDDEN_MS : LONGEST_VISIBLE_MS
    // Half of it is chance, so that a room full of people does not come back in the same moment.
    return Math.min(longest, FIRST_MS * 2 ** (attempt - 1)) * (0.5 + random() / 2)
  }

  return {
    wait() {
      const milliseconds = Math.max(delay(), held)
      const holding = held > 0
      attempt += 1
      held = 0
      spread = 0
      return new Promise((resolve) => {
        const timer = setTimeout(finish, milliseconds)
        function finish() {
          clearTimeout(timer)
          end = null
          resolve()
        }
        end = holding ? null : finish
      })
    },
    wake() {
      end?.()
    },
    succeed() {
      attempt = 1
    },
    soon() {
      attempt = 0
      spread = SOON_MS
    },
    hold(milliseconds) {
      held = milliseconds
    },
  }
}
