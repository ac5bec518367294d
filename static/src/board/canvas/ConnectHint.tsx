import type { FlowKind } from '../../model/types'
import { FLOW_KINDS } from '../fields/words'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { isForward } from './chain'

/** What to do in connect mode, and which kind of arrow it draws. */
export function ConnectHint() {
  const ui = useUiStore()
  const connect = useUi((state) => state.connect)
  const from = useStore((state) => (connect?.from ? state.elements.get(connect.from) : undefined))
  if (!connect) return null
  const name = from && 'name' in from ? from.name || 'the queue' : null
  const say = isForward(connect.flow) ? 'goes to' : connect.flow === 'rework' ? 'is sent back to' : 'is told to'
  return (
    <div className="connect-hint" role="status">
      <span>{name ? `From “${name}” it ${say} … choose a box` : 'Choose the box that the arrow starts from'}</span>
      <select
        aria-label="Kind of arrow"
        value={connect.flow}
        onChange={(event) => ui.set({ connect: { ...connect, flow: event.target.value as FlowKind } })}
      >
        {FLOW_KINDS.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <button type="button" onClick={() => ui.set({ connect: null })}>
        Done <kbd>Esc</kbd>
      </button>
    </div>
  )
}
