import { useStore } from '../useStore'

/** In a what-if: that what stands below is worked out for the map itself. */
export function OnTheMap() {
  const isIn = useStore((state) => state.whatIf !== null)
  if (!isIn) return null
  return <p className="on-the-map">This speaks of the map that everybody sees, not of your what-if.</p>
}
