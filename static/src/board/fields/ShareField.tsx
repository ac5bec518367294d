import type { Calendar, ElementId, Flow, Quantity } from '../../model/types'
import { useBoardStore } from '../useStore'
import { QuantityField } from './QuantityField'
import type { Done } from './TextField'

interface ShareFieldProps {
  flowId: ElementId
  flow: Flow
  calendar: Calendar
  compact?: boolean
  autoFocus?: boolean
  onDone?: (how: Done) => void
}

/** The share of a rework arrow or of one way of a split; it writes into the map by itself. */
export function ShareField({ flowId, flow, calendar, ...rest }: ShareFieldProps) {
  const store = useBoardStore()
  const isRework = flow.flow === 'rework'
  const commit = (next: Quantity | null, saw: Quantity | null) =>
    store.edit([{ do: 'set', id: flowId, fields: { share: next }, saw: { share: saw } }])
  return (
    <QuantityField
      {...rest}
      label={isRework ? 'Sent back' : 'Share of a split'}
      hint={
        isRework ? 'of all items that leave the step' : 'of the items not sent back; empty: an equal part of the rest'
      }
      elementId={flowId}
      field="share"
      quantity={flow.share}
      calendar={calendar}
      onCommit={commit}
      placeholder="30%"
    />
  )
}
