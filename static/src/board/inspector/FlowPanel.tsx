import { streamOrder } from '../../model/order'
import type { Calendar, ElementId, Flow } from '../../model/types'
import { forwardOut, isForward } from '../canvas/chain'
import { ChoiceField } from '../fields/ChoiceField'
import { plainName } from '../fields/naming'
import { ShareField } from '../fields/ShareField'
import { TextField } from '../fields/TextField'
import { useFieldWriter } from '../fields/useFieldWriter'
import { WastesField } from '../fields/WastesField'
import { FLOW_KINDS } from '../fields/words'
import { useStore } from '../useStore'
import { Section } from './Section'

interface FlowPanelProps {
  id: ElementId
  flow: Flow
  calendar: Calendar
}

/** Every field of an arrow; its ends can be moved by choosing others. */
export function FlowPanel({ id, flow, calendar }: FlowPanelProps) {
  const write = useFieldWriter(id)
  const elements = useStore((state) => state.elements)
  const nodes = streamOrder(elements).map((value) => ({ value, label: plainName(elements, value), meaning: '' }))
  const isSplit = isForward(flow.flow) && forwardOut(elements, flow.source).length > 1
  return (
    <Section>
      <ChoiceField
        label="Kind"
        elementId={id}
        field="flow"
        words={FLOW_KINDS}
        value={flow.flow}
        onChoose={(kind) => kind && write.set({ flow: kind })}
      />
      <ChoiceField
        label="From"
        elementId={id}
        field="source"
        words={nodes.filter(({ value }) => value !== flow.target)}
        value={flow.source}
        hint=""
        onChoose={(source) => source && write.set({ source })}
      />
      <ChoiceField
        label="To"
        elementId={id}
        field="target"
        words={nodes.filter(({ value }) => value !== flow.source)}
        value={flow.target}
        hint=""
        onChoose={(target) => target && write.set({ target })}
      />
      {(flow.flow === 'rework' || isSplit || flow.share !== undefined) && (
        <ShareField flowId={id} flow={flow} calendar={calendar} />
      )}
      <TextField
        label="Label"
        elementId={id}
        field="name"
        text={flow.name ?? ''}
        maxLength={200}
        placeholder="optional"
      />
      <WastesField elementId={id} wastes={flow.wastes} onChoose={(wastes) => write.set({ wastes })} />
    </Section>
  )
}
