import { useId } from 'react'
import { formatShare } from '../../model/figures'
import { streamOrder } from '../../model/order'
import type { ElementId, Elements, Flow } from '../../model/types'
import { connection } from '../canvas/insert'
import { plainName, quoted } from '../fields/naming'
import { useCanEdit } from '../fields/useCanEdit'
import { FLOW_KINDS, labelOf, NOTE_KINDS } from '../fields/words'
import { useBoardStore, useStore } from '../useStore'
import { Section } from './Section'

/** The arrows at a step or queue and the notes about an element; each can be opened from here. */
export function Connections({ id }: { id: ElementId }) {
  const store = useBoardStore()
  const canEdit = useCanEdit()
  const elements = useStore((state) => state.elements)
  const isNode = elements.get(id)?.kind === 'step' || elements.get(id)?.kind === 'queue'
  const arrows = arrowsAt(elements, id)
  const notes = notesAbout(elements, id)
  const select = (other: ElementId) => store.setPresence({ selection: [other] })
  if (!isNode && notes.length === 0) return null
  return (
    <Section title={isNode ? 'Arrows and notes' : 'Notes'}>
      <ul className="links">
        {arrows.map(([flowId, flow]) => (
          <li key={flowId}>
            <button type="button" className="link" onClick={() => select(flowId)}>
              <span aria-hidden="true">{flow.source === id ? '→' : '←'}</span>
              <span className="link-name">
                <span className="visually-hidden">{flow.source === id ? 'to ' : 'from '}</span>
                {plainName(elements, flow.source === id ? flow.target : flow.source)}
              </span>
              <small>{arrowText(flow)}</small>
            </button>
          </li>
        ))}
        {notes.map(([noteId, kind, text]) => (
          <li key={noteId}>
            <button type="button" className="link" onClick={() => select(noteId)}>
              <span aria-hidden="true">▪</span>
              <span className="link-name">{text}</span>
              <small>{kind}</small>
            </button>
          </li>
        ))}
      </ul>
      {isNode && canEdit && <ConnectTo id={id} elements={elements} />}
    </Section>
  )
}

/** Draws an arrow without a pointer: choosing the other end is all that is needed. */
export function ConnectTo({ id, elements }: { id: ElementId; elements: Elements }) {
  const store = useBoardStore()
  const field = useId()
  const targets = streamOrder(elements).filter((other) => connection(elements, id, other, 'push') !== null)
  if (targets.length === 0) return null
  return (
    <div className="field">
      <label className="field-label" htmlFor={field}>
        Connect to
      </label>
      <div className="field-box">
        <select
          id={field}
          className="field-input"
          value=""
          onChange={(event) => {
            const made = connection(elements, id, event.target.value, 'push')
            if (made) store.edit(made.edits)
          }}
        >
          <option value="">choose…</option>
          {targets.map((other) => (
            <option key={other} value={other}>
              {plainName(elements, other)}
            </option>
          ))}
        </select>
      </div>
    </div>
  )
}

function arrowsAt(elements: Elements, id: ElementId): [ElementId, Flow][] {
  const arrows: [ElementId, Flow][] = []
  for (const [flowId, flow] of elements) {
    if (flow.kind === 'flow' && (flow.source === id || flow.target === id)) arrows.push([flowId, flow])
  }
  return arrows.sort(([, one], [, other]) => Number(one.source === id) - Number(other.source === id))
}

function notesAbout(elements: Elements, id: ElementId): [ElementId, string, string][] {
  const notes: [ElementId, string, string][] = []
  for (const [noteId, note] of elements) {
    if (note.kind !== 'note' || note.about !== id) continue
    notes.push([noteId, labelOf(NOTE_KINDS, note.note), note.text ? quoted(note.text) : 'empty'])
  }
  return notes
}

function arrowText(flow: Flow): string {
  const kind = labelOf(FLOW_KINDS, flow.flow)
  return flow.share === undefined ? kind : `${kind} · ${formatShare(flow.share.value)}`
}
