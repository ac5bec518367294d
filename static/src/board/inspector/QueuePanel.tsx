import { streamOrder } from '../../model/order'
import type { Calendar, ElementId, Queue } from '../../model/types'
import { CheckField, ChoiceField } from '../fields/ChoiceField'
import { plainName } from '../fields/naming'
import { QuantityField } from '../fields/QuantityField'
import { TextField } from '../fields/TextField'
import { useFieldWriter } from '../fields/useFieldWriter'
import { WastesField } from '../fields/WastesField'
import { useStore } from '../useStore'
import { Section } from './Section'

interface QueuePanelProps {
  id: ElementId
  queue: Queue
  calendar: Calendar
}

/** Every field of a queue. */
export function QueuePanel({ id, queue, calendar }: QueuePanelProps) {
  const write = useFieldWriter(id)
  const elements = useStore((state) => state.elements)
  const rule = useStore((state) => state.charter?.queue_rule)
  const steps = streamOrder(elements)
    .filter((other) => elements.get(other)?.kind === 'step')
    .map((value) => ({ value, label: plainName(elements, value), meaning: '' }))
  const derived = rule === 'capacity' ? 'empty: items × work of the step after it' : 'empty: items ÷ demand'
  return (
    <Section>
      <TextField
        label="Name"
        elementId={id}
        field="name"
        text={queue.name ?? ''}
        maxLength={200}
        placeholder="optional"
      />
      <QuantityField
        label="Items"
        elementId={id}
        field="items"
        quantity={queue.items}
        calendar={calendar}
        placeholder="14"
        hint="piled up right now"
        onCommit={write.commit('items')}
      />
      <QuantityField
        label="Time in it"
        elementId={id}
        field="wait_time"
        quantity={queue.wait_time}
        calendar={calendar}
        placeholder="3d"
        hint={derived}
        onCommit={write.commit('wait_time')}
      />
      <CheckField
        label="Evidence only: counted, but adds no time"
        elementId={id}
        field="counts_only"
        checked={queue.counts_only === true}
        hint="for items that lie in a wait which a step states already"
        onChoose={(counts) => write.set({ counts_only: counts || null })}
      />
      {queue.counts_only === true && (
        <ChoiceField
          label="Piles up before"
          elementId={id}
          field="about"
          words={steps}
          value={queue.about}
          none="not said"
          onChoose={(about) => write.set({ about })}
        />
      )}
      <WastesField elementId={id} wastes={queue.wastes} onChoose={(wastes) => write.set({ wastes })} />
    </Section>
  )
}
