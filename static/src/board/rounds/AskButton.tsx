import { useUiStore } from '../shell/ui'
import { useStore } from '../useStore'

/** The facilitator's way to a round, always at hand. */
export function AskButton() {
  const ui = useUiStore()
  const isFacilitator = useStore((state) => state.role === 'facilitator' && state.whatIf === null)
  if (!isFacilitator) return null
  return (
    <button
      type="button"
      className="button ask-button"
      title="Private notes, blind estimates, votes: everybody writes unseen, then all is shown"
      onClick={() => ui.set({ dialog: 'rounds' })}
    >
      Ask
    </button>
  )
}
