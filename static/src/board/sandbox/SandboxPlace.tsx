import { useEffect, useState } from 'react'
import { useUi } from '../shell/ui'
import { useBoardStore, useStore } from '../useStore'

type Parts = typeof import('./SandboxParts')

/** Once it has come: not React.lazy, which would remember a failure until the page is loaded again. */
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

const NOT_LOADED = 'This could not be loaded. Nothing was changed; try again when the connection is back.'

/** The dialogues about what-ifs; the list of those that are shared opens from the map, too. */
export function WhatIfDialogs({ onClose }: { onClose: () => void }) {
  const store = useBoardStore()
  const dialog = useUi((state) => state.dialog)
  const [parts, setParts] = useState(loaded)
  useEffect(() => {
    if (parts !== null) return
    let isCurrent = true
    const fail = () => {
      if (!isCurrent) return
      store.notify({ tone: 'error', message: NOT_LOADED })
      onClose()
    }
    void loadParts().then((found) => isCurrent && setParts(found), fail)
    return () => {
      isCurrent = false
    }
  }, [parts, store, onClose])
  if (parts === null) return null
  if (dialog === 'what_ifs') return <parts.SharedWhatIfs onClose={onClose} />
  if (dialog === 'share_what_if') return <parts.ShareWhatIf onClose={onClose} />
  return dialog === 'future_state' ? <parts.FutureStateDialog onClose={onClose} /> : null
}
