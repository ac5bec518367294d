import { useEffect, useState } from 'react'
import type { Lot } from '../../model/parking'
import { useBoot } from '../boot'
import { getJson, sentenceOf } from '../dialogs/rest'
import { useStore } from '../useStore'

/** What the server knows of the lot, read anew when a note came or left; null until it has answered. */
export function useLot(ids: readonly string[]): { lot: Lot | null; error: string | null } {
  const { map } = useBoot()
  const [lot, setLot] = useState<Lot | null>(null)
  const [error, setError] = useState<string | null>(null)
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  // What is still on its way the server does not know.
  const isSaved = useStore((state) => state.pending.length === 0)
  const known = ids.toSorted().join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another set of notes is a reason to ask again
  useEffect(() => {
    if (isInWhatIf || !isSaved) return
    let isCurrent = true
    getJson<Lot>(`/api/maps/${map.id}/parking-lot/`).then(
      (found) => {
        if (!isCurrent) return
        setLot(found)
        setError(null)
      },
      (failure) => {
        if (isCurrent) setError(sentenceOf(failure))
      },
    )
    return () => {
      isCurrent = false
    }
  }, [map.id, isInWhatIf, isSaved, known])
  return { lot: isInWhatIf ? null : lot, error }
}
