import type { ElementId, Metrics, Person } from '../../model/types'
import { useStore } from '../useStore'
import { gapsOf, type Other, othersByElement, outsideOf, pathWeights } from './marks'

export interface Marks {
  /** On the counted path with this weight; undefined beside it. */
  weight: number | undefined
  /** A counted path is known and this box is not on it. */
  isBeside: boolean
  isOutside: boolean
  constraint: Metrics['constraint']
  /** Work piles up here although the constraint by load is elsewhere. */
  isPile: boolean
  utilisation: number | null
  others: readonly Other[] | undefined
}

/** What the figures and the other people say about one step or queue. */
export function useMarks(id: ElementId): Marks {
  const weight = useStore((state) => state.metrics && pathWeights(state.metrics).get(id))
  const isKnown = useStore((state) => (state.metrics?.counted_path.length ?? 0) > 0)
  const isOutside = useStore((state) => (state.metrics ? outsideOf(state.metrics).has(id) : false))
  const constraint = useStore((state) => (state.metrics?.constraint?.step === id ? state.metrics.constraint : null))
  const isPile = useStore(
    ({ metrics }) => metrics?.constraint?.agrees === false && metrics.constraint.by_pile_up === id,
  )
  const utilisation = useStore((state) => state.metrics?.steps[id]?.utilisation ?? null)
  const others = useOthers(id)
  const isBeside = isKnown && weight === undefined
  return { weight: weight ?? undefined, isBeside, isOutside, constraint, isPile, utilisation, others }
}

export function useOthers(id: ElementId): readonly Other[] | undefined {
  return useStore((state) => othersByElement(state.presence).get(id))
}

/** Why a figure is asked for at this field, if it is. */
export function useGap(id: ElementId, field: string): string | undefined {
  return useStore((state) => (state.metrics ? gapsOf(state.metrics).get(`${id} ${field}`) : undefined))
}

export function usePerson(id: string | undefined): Person | undefined {
  return useStore((state) => (id === undefined ? undefined : state.people.get(id)))
}
