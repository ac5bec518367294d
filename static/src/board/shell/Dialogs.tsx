import { useCallback } from 'react'
import { AnalysisPlace } from '../analysis/AnalysisPlace'
import { FutureStatesPlace } from '../comparison/ComparisonPlace'
import { HelpSheet } from '../dialogs/HelpSheet'
import { History } from '../dialogs/History'
import { ImportSteps } from '../dialogs/ImportSteps'
import { ShareDialog } from '../dialogs/ShareDialog'
import { RoundsDialogPlace } from '../rounds/RoundsPlace'
import { WhatIfDialogs } from '../sandbox/SandboxPlace'
import { useUi, useUiStore } from './ui'

/** The panel beside the map and the one dialogue above it that are open, if any. */
export function Dialogs() {
  return (
    <>
      <AnalysisPlace />
      <OpenDialog />
    </>
  )
}

function OpenDialog() {
  const ui = useUiStore()
  const dialog = useUi((state) => state.dialog)
  const text = useUi((state) => state.importText)
  const close = useCallback(() => ui.set({ dialog: null, importText: '' }), [ui])
  switch (dialog) {
    case 'share':
      return <ShareDialog onClose={close} />
    case 'help':
      return <HelpSheet onClose={close} />
    case 'import':
      return <ImportSteps text={text} onClose={close} />
    case 'history':
      return <History onClose={close} />
    case 'what_ifs':
    case 'share_what_if':
    case 'future_state':
      return <WhatIfDialogs onClose={close} />
    case 'future_states':
      return <FutureStatesPlace onClose={close} />
    case 'rounds':
      return <RoundsDialogPlace onClose={close} />
    case null:
      return null
  }
}
