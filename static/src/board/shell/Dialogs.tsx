import { useCallback } from 'react'
import { HelpSheet } from '../dialogs/HelpSheet'
import { History } from '../dialogs/History'
import { ImportSteps } from '../dialogs/ImportSteps'
import { ShareDialog } from '../dialogs/ShareDialog'
import { useUi, useUiStore } from './ui'

/** The one dialogue that is open, if any. */
export function Dialogs() {
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
    case null:
      return null
  }
}
