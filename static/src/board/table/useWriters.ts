import { useCallback } from 'react'
import type { Person } from '../../model/types'
import { othersByElement } from '../canvas/marks'
import { useStore } from '../useStore'
import type { GridRow } from './columns'

const NOBODY: readonly Person[] = []

/** Who else writes in which cell. */
export function useWriters(): (row: GridRow, columnId: string) => readonly Person[] {
  const presence = useStore((state) => state.presence)
  const people = useStore((state) => state.people)
  return useCallback(
    ({ id }, columnId) => {
      const others = othersByElement(presence).get(id)
      if (!others) return NOBODY
      return others.flatMap(({ participant, field }) => {
        const person = people.get(participant)
        return person && field === columnId ? [person] : []
      })
    },
    [presence, people],
  )
}
