import { useEffect, useRef } from 'react'
import { useBoot } from '../boot'
import { useDoor } from './door'
import { sharedWhatIfs } from './shared'
import { useLive } from './useSandbox'

/** Boards of one room ask one after the other, not all at once. */
const WITHIN_MS = 800

/** Tells when somebody else shares a what-if while this board is open. */
export function useSharedNews(): void {
  const boot = useBoot()
  const { live } = useDoor()
  const count = useLive((state) => state.map?.what_ifs)
  const known = useRef<number | undefined>(undefined)
  useEffect(() => {
    const before = known.current
    known.current = count
    if (before === undefined || count === undefined || count <= before) return
    const timer = setTimeout(async () => {
      try {
        const newest = (await sharedWhatIfs(boot)).slice(0, count - before)
        for (const { author, title } of newest) {
          if (author.id === boot.me.id) continue
          const message = `${author.name} shared a what-if: “${title}”. Open a copy of it from the menu, “Shared what-ifs”.`
          live.notify({ tone: 'info', message })
        }
      } catch {
        // The list in the menu says why it cannot be had; a notice that does not come is no fault to report.
      }
    }, Math.random() * WITHIN_MS)
    return () => clearTimeout(timer)
  }, [boot, live, count])
}
