import { partsOf } from '../shell/parts'
import { useUi } from '../shell/ui'
import { useStore } from '../useStore'

type Parts = typeof import('./SandboxParts')

/** Once it has come. */
let loaded: Parts | null = null

export async function loadParts(): Promise<Parts> {
  loaded ??= await import('./SandboxParts')
  return loaded
}

/** The line above the map that says where one is; nothing on the map itself. */
export function BannerPlace() {
  const isIn = useStore((state) => state.whatIf !== null)
  return isIn && loaded ? <loaded.SandboxBanner /> : null
}

/** The column at the left while one is in a what-if. */
export function PanelPlace() {
  return loaded && <loaded.SandboxPanel />
}

const useParts = partsOf(
  loadParts,
  'This could not be loaded. Nothing was changed; try again when the connection is back.',
)

/** The dialogues about what-ifs; the list of those that are shared opens from the map, too. */
export function WhatIfDialogs({ onClose }: { onClose: () => void }) {
  const dialog = useUi((state) => state.dialog)
  const parts = useParts(true, onClose)
  if (parts === null) return null
  if (dialog === 'what_ifs') return <parts.SharedWhatIfs onClose={onClose} />
  if (dialog === 'share_what_if') return <parts.ShareWhatIf onClose={onClose} />
  return dialog === 'future_state' ? <parts.FutureStateDialog onClose={onClose} /> : null
}
