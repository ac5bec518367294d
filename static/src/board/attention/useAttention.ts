import type { Attention } from '../../model/session'
import type { Person } from '../../model/types'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'

export interface Attended {
  attention: Attention
  by: Person | undefined
  isMine: boolean
  isHere: boolean
  /** I look around by myself. */
  hasLeft: boolean
  leave: () => void
  comeBack: () => void
}

/** What a facilitator shows to everybody, and whether I look at it; null while nobody shows anything. */
export function useAttention(): Attended | null {
  const ui = useUiStore()
  const attention = useStore((state) => state.facilitation?.attention ?? null)
  const by = useStore((state) => state.people.get(attention?.by ?? ''))
  const isMine = useStore((state) => attention !== null && attention.by === state.me)
  const isHere = useStore((state) => attention !== null && attention.map === state.map?.id)
  const hasLeft = useUi((state) => state.attentionLeft !== null && state.attentionLeft === (attention?.at ?? null))
  if (attention === null) return null
  return {
    attention,
    by,
    isMine,
    isHere,
    hasLeft,
    leave: () => ui.set({ attentionLeft: attention.at }),
    comeBack: () => ui.set({ attentionLeft: null }),
  }
}
