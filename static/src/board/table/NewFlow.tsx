import { type FormEvent, useId, useState } from 'react'
import { streamOrder } from '../../model/order'
import type { ElementId, Elements, FlowKind } from '../../model/types'
import { connection } from '../canvas/insert'
import { plainName } from '../fields/naming'
import { FLOW_KINDS } from '../fields/words'
import { useBoardStore } from '../useStore'

/** Draws an arrow in words: from, to, kind. */
export function NewFlow({ elements }: { elements: Elements }) {
  const store = useBoardStore()
  const id = useId()
  const [source, setSource] = useState<ElementId>('')
  const [target, setTarget] = useState<ElementId>('')
  const [flow, setFlow] = useState<FlowKind>('push')
  const nodes = streamOrder(elements)
  if (nodes.length < 2) return <p className="quiet">Arrows join two steps or queues.</p>
  const made = connection(elements, source, target, flow)
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (!made) return
    store.edit(made.edits)
    setSource(target)
    setTarget('')
  }
  const choice = (label: string, value: ElementId, choose: (id: ElementId) => void) => (
    <label>
      {label}
      <select className="field-input" value={value} onChange={(event) => choose(event.target.value)}>
        <option value="">choose…</option>
        {nodes.map((node) => (
          <option key={node} value={node}>
            {plainName(elements, node)}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <form className="table-foot new-flow" onSubmit={add} aria-label="A new arrow">
      {choice('From', source, setSource)}
      {choice('to', target, setTarget)}
      <label>
        as
        <select
          className="field-input"
          value={flow}
          onChange={(event) => setFlow(FLOW_KINDS.find(({ value }) => value === event.target.value)?.value ?? 'push')}
        >
          {FLOW_KINDS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="act" disabled={made === null} aria-describedby={`${id}-why`}>
        + Add the arrow
      </button>
      <small id={`${id}-why`}>{whyNot(source, target, made !== null)}</small>
    </form>
  )
}

function whyNot(source: ElementId, target: ElementId, isPossible: boolean): string {
  if (isPossible || source === '' || target === '') return ''
  return source === target ? 'An arrow joins two different ones.' : 'There is such an arrow already.'
}
