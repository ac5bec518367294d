import { useSyncExternalStore } from 'react'
import type { WhatIf } from '../../model/sandbox'
import type { Sandbox } from '../../sandboxStore'
import type { State } from '../../store'
import { useStore } from '../useStore'
import { useDoor, useDoorState } from './door'

/** The what-if that the board shows, for those parts that are only there while it does. */
export function useSandbox(): { sandbox: Sandbox; whatIf: WhatIf } | null {
  const { sandbox } = useDoorState()
  const whatIf = useStore((state) => state.whatIf)
  return sandbox && whatIf ? { sandbox, whatIf } : null
}

/** A part of the map that everybody sees, wherever I am. */
export function useLive<T>(selector: (state: State) => T): T {
  const { live } = useDoor()
  return useSyncExternalStore(live.subscribe, () => selector(live.getState()))
}
