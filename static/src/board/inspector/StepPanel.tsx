import type { Calendar, ElementId, Step } from '../../model/types'
import { forwardOut } from '../canvas/chain'
import { CheckField, SegmentField } from '../fields/ChoiceField'
import { QuantityField } from '../fields/QuantityField'
import { TextField } from '../fields/TextField'
import { useFieldWriter } from '../fields/useFieldWriter'
import { WastesField } from '../fields/WastesField'
import { WholeField } from '../fields/WholeField'
import { SPLITS, VALUE_CLASSES } from '../fields/words'
import { useStore } from '../useStore'
import { Section } from './Section'

interface StepPanelProps {
  id: ElementId
  step: Step
  calendar: Calendar
}

interface Figure {
  field: 'wait_time' | 'process_time' | 'complete_accurate' | 'people' | 'uptime' | 'batch_size' | 'handoffs'
  label: string
  placeholder: string
  hint?: string
}

const TIMES: readonly Figure[] = [
  { field: 'wait_time', label: 'Wait before', placeholder: '3d', hint: 'until somebody starts' },
  { field: 'process_time', label: 'Work', placeholder: '2h', hint: 'for one item' },
]
const QUALITY: readonly Figure[] = [
  { field: 'complete_accurate', label: '%C/A', placeholder: '80%', hint: 'usable as it is' },
]
const CAPACITY: readonly Figure[] = [
  { field: 'people', label: 'People', placeholder: '2', hint: 'at the same time' },
  { field: 'uptime', label: 'Uptime', placeholder: '100%' },
  { field: 'batch_size', label: 'Batch size', placeholder: '1' },
  { field: 'handoffs', label: 'Hand-offs', placeholder: '0' },
]

/** Every field of a step. */
export function StepPanel({ id, step, calendar }: StepPanelProps) {
  const write = useFieldWriter(id)
  const branches = useStore((state) => forwardOut(state.elements, id).length)
  const figures = (list: readonly Figure[]) =>
    list.map(({ field, ...texts }) => (
      <QuantityField
        key={field}
        {...texts}
        elementId={id}
        field={field}
        quantity={step[field]}
        calendar={calendar}
        onCommit={write.commit(field)}
      />
    ))
  return (
    <>
      <Section>
        <TextField
          label="Name"
          elementId={id}
          field="name"
          text={step.name}
          maxLength={200}
          required="A step needs a name."
        />
        <TextField
          label="Role"
          elementId={id}
          field="role"
          text={step.role ?? ''}
          maxLength={100}
          placeholder="who does it"
        />
      </Section>
      <Section title="Times">{figures(TIMES)}</Section>
      <Section title="Quality and value">
        {figures(QUALITY)}
        <SegmentField
          label="Value to the customer"
          elementId={id}
          field="value_class"
          words={VALUE_CLASSES}
          value={step.value_class}
          none="not said"
          onChoose={(value_class) => write.set({ value_class })}
        />
        <WastesField elementId={id} wastes={step.wastes} onChoose={(wastes) => write.set({ wastes })} />
      </Section>
      <Section title="Capacity">
        {figures(CAPACITY)}
        <WholeField
          label="WIP limit"
          elementId={id}
          field="wip_limit"
          value={step.wip_limit}
          least={1}
          hint="items here at once"
          onCommit={write.commit('wip_limit')}
        />
        <CheckField
          label="Done by a machine, without a person"
          elementId={id}
          field="automated"
          checked={step.automated === true}
          onChoose={(automated) => write.set({ automated: automated || null })}
        />
      </Section>
      {(branches > 1 || step.split !== undefined) && (
        <Section title="Where the flow splits">
          <SegmentField
            label="An item goes"
            elementId={id}
            field="split"
            words={SPLITS}
            value={step.split ?? 'one'}
            onChoose={(split) => write.set({ split })}
          />
        </Section>
      )}
    </>
  )
}
