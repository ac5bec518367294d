import { setFields } from '../../model/edits'
import { streamOrder } from '../../model/order'
import type { ElementId, Elements, Fields, MapElement } from '../../model/types'
import { connection, copies, pick } from '../canvas/insert'
import { useCanEdit } from '../fields/useCanEdit'
import { FLOW_KINDS, labelOf, NOTE_KINDS, VALUE_CLASSES, WASTES, type Word } from '../fields/words'
import { useBoardStore, useStore } from '../useStore'
import { Section } from './Section'

/** What can be done to several elements at once; each action is one operation and one undo. */
export function ManyPanel({ ids }: { ids: readonly ElementId[] }) {
  const store = useBoardStore()
  const canEdit = useCanEdit()
  const elements = useStore((state) => state.elements)
  const chosen = ids.flatMap((id) => {
    const element = elements.get(id)
    return element ? [[id, element] as const] : []
  })
  const of = (kind: MapElement['kind']) => chosen.filter(([, element]) => element.kind === kind).map(([id]) => id)
  const [steps, flows, notes] = [of('step'), of('flow'), of('note')]
  const setAll = (targets: readonly ElementId[], fields: Fields) =>
    store.edit(targets.map((id) => setFields(store.getState().elements, id, fields)))
  if (!canEdit) return null
  return (
    <Section title="All of them">
      {steps.length > 0 && (
        <SetAll
          label={`Value of ${many(steps.length, 'step')}`}
          words={VALUE_CLASSES}
          onChoose={(value_class) => setAll(steps, { value_class })}
        />
      )}
      {steps.length > 0 && (
        <SetAll
          label={`Add a waste to ${many(steps.length, 'step')}`}
          words={WASTES}
          onChoose={(waste) => addWaste(waste)}
        />
      )}
      {flows.length > 0 && (
        <SetAll
          label={`Kind of ${many(flows.length, 'arrow')}`}
          words={FLOW_KINDS}
          onChoose={(flow) => setAll(flows, { flow })}
        />
      )}
      {notes.length > 0 && (
        <SetAll
          label={`Kind of ${many(notes.length, 'note')}`}
          words={NOTE_KINDS}
          onChoose={(note) => setAll(notes, { note })}
        />
      )}
      <div className="actions">
        {steps.length > 1 && (
          <button type="button" className="act" onClick={() => store.edit(chainOf(elements, ids))}>
            Connect in order
          </button>
        )}
        <button
          type="button"
          className="act"
          onClick={() => {
            const made = copies(pick(elements, ids), { x: 24, y: 24 })
            store.edit(made.edits)
            store.setPresence({ selection: made.ids })
          }}
        >
          Duplicate
        </button>
      </div>
    </Section>
  )

  function addWaste(waste: (typeof WASTES)[number]['value']) {
    const edits = steps.flatMap((id) => {
      const element = elements.get(id)
      if (element?.kind !== 'step' || element.wastes?.includes(waste)) return []
      const all = [...(element.wastes ?? []), waste]
      const ordered = WASTES.map(({ value }) => value).filter((value) => all.includes(value))
      return [setFields(elements, id, { wastes: ordered })]
    })
    store.edit(edits)
  }
}

/** Pushes from each chosen step or queue to the next one in stream order, where there is no arrow yet. */
function chainOf(elements: Elements, ids: readonly ElementId[]) {
  const order = streamOrder(elements).filter((id) => ids.includes(id))
  return order.slice(1).flatMap((id, place) => connection(elements, order[place] ?? '', id, 'push')?.edits ?? [])
}

interface SetAllProps<Value extends string> {
  label: string
  words: readonly Word<Value>[]
  onChoose: (value: Value) => void
}

function SetAll<Value extends string>({ label, words, onChoose }: SetAllProps<Value>) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <span className="field-box">
        <select
          className="field-input"
          value=""
          onChange={(event) => {
            const chosen = words.find((word) => word.value === event.target.value)
            if (chosen) onChoose(chosen.value)
          }}
        >
          <option value="">choose…</option>
          {words.map(({ value }) => (
            <option key={value} value={value}>
              {labelOf(words, value)}
            </option>
          ))}
        </select>
      </span>
    </label>
  )
}

function many(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
