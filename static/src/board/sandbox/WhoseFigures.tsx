import { useStore } from '../useStore'
import './door.css'

/** In a what-if: whether what stands below is worked out for it or for the map itself. */
export function WhoseFigures({ ofTheMap }: { ofTheMap: boolean }) {
  const isIn = useStore((state) => state.whatIf !== null)
  if (!isIn) return null
  return (
    <p className="whose-figures">
      {ofTheMap
        ? 'This speaks of the map that everybody sees, not of your what-if.'
        : 'This speaks of your what-if, with the waits that are predicted for it. Only you see it.'}
    </p>
  )
}
