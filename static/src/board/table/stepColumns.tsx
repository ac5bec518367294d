import { setFields } from '../../model/edits'
import { formatShare } from '../../model/figures'
import { removeEdits, reorderEdits } from '../../model/reorder'
import type { Flow, Queue } from '../../model/types'
import { queueBefore } from '../canvas/insert'
import { ChoiceField } from '../fields/ChoiceField'
import { plainName } from '../fields/naming'
import { QuantityField } from '../fields/QuantityField'
import { showQuantity, specOf } from '../fields/typed'
import { FLOW_KINDS, labelOf, VALUE_CLASSES } from '../fields/words'
import { actionColumn, detailsColumn, Empty, figureColumn, type TableContext, textColumn } from './cells'
import type { Column } from './columns'
import type { StepRow } from './rows'

/** The columns of the table of steps. */
export function stepColumns(context: TableContext): Column<StepRow>[] {
  const figure = (field: 'wait_time' | 'process_time' | 'complete_accurate' | 'people' | 'batch_size' | 'handoffs') =>
    figureColumn<StepRow>(context, { field, ...FIGURES[field], quantity: ({ step }) => step[field] })
  const columns: Column<StepRow>[] = [
    textColumn(context, {
      field: 'name',
      label: 'Step',
      maxLength: 200,
      required: 'A step needs a name.',
      text: ({ step }) => step.name,
      show: (row) => <StepName row={row} context={context} />,
    }),
    textColumn(context, { field: 'role', label: 'Role', maxLength: 100, text: ({ step }) => step.role }),
    queueColumn(context),
    figure('wait_time'),
    figure('process_time'),
    figure('complete_accurate'),
    figure('people'),
    figure('batch_size'),
    figure('handoffs'),
    valueColumn(context),
    utilisationColumn(context),
    flowsColumn(context),
    detailsColumn(context, ({ step }) => step.name),
  ]
  return context.canEdit ? [...columns, ...stepActions(context)] : columns
}

const FIGURES = {
  wait_time: { label: 'Wait', title: 'Working time an item waits before somebody starts on it' },
  process_time: { label: 'Work', title: 'Working time in which somebody works on one item' },
  complete_accurate: { label: '%C/A', title: 'Share of items that the next can use as they are' },
  people: { label: 'People', title: 'How many can work here at once' },
  batch_size: { label: 'Batch', title: 'Items passed on together' },
  handoffs: { label: 'Hand-offs', title: 'How often an item changes hands inside the step' },
} as const

function StepName({ row, context: { metrics, heldBy } }: { row: StepRow; context: TableContext }) {
  const held = heldBy(row.id)
  const isConstraint = metrics?.constraint?.step === row.id
  const isOutside = metrics?.outside.includes(row.id) ?? false
  return (
    <>
      {row.step.name}
      {isConstraint && <span className="cell-mark cell-mark-warn">constraint</span>}
      {isOutside && <span className="cell-mark">outside the stream</span>}
      {held !== null && (
        <span className="cell-mark" title={held}>
          kept from you
        </span>
      )}
    </>
  )
}

function queueColumn({ store, elements, calendar, canEdit }: TableContext): Column<StepRow> {
  const add = (row: StepRow) => {
    const made = queueBefore(elements, row.id)
    if (made) store.edit(made.edits)
  }
  return {
    id: 'items',
    label: 'Queue',
    title: 'Items piled up before the step, and their time',
    isFigure: true,
    show: (row) => {
      const queues = row.queuesBefore.map(([id, queue]) => <span key={id}>{queueText(queue, calendar)}</span>)
      if (queues.length > 0) return queues
      if (!canEdit) return <Empty needed={undefined} />
      return (
        <button type="button" className="act-quiet cell-add" tabIndex={-1} onClick={() => add(row)}>
          <span aria-hidden="true">+</span>
          <span className="visually-hidden">none; add a queue before {row.step.name}</span>
        </button>
      )
    },
    editor: (row, onDone) => {
      const [first] = row.queuesBefore
      if (!first || row.queuesBefore.length > 1) return null
      const [id, queue] = first
      return (
        <QuantityField
          label={`Items before ${row.step.name}`}
          elementId={id}
          field="items"
          quantity={queue.items}
          calendar={calendar}
          compact
          autoFocus
          onDone={onDone}
          onCommit={(items, saw) => store.edit([{ do: 'set', id, fields: { items }, saw: { items: saw } }])}
        />
      )
    },
  }
}

export function queueText(queue: Queue, calendar: TableContext['calendar']): string {
  const items = queue.items && `${showQuantity(queue.items, specOf('items'), calendar)} items`
  const time = queue.wait_time && showQuantity(queue.wait_time, specOf('wait_time'), calendar)
  const said = [items, time].filter(Boolean).join(' · ')
  return said || 'not counted yet'
}

function valueColumn({ store, elements }: TableContext): Column<StepRow> {
  return {
    id: 'value_class',
    label: 'Value',
    title: 'Whether the customer would pay for it',
    show: ({ step }) => (step.value_class ? labelOf(VALUE_CLASSES, step.value_class) : <Empty needed={undefined} />),
    editor: ({ id, step }, onDone) => (
      <ChoiceField
        label="Value class"
        elementId={id}
        field="value_class"
        words={VALUE_CLASSES}
        value={step.value_class}
        none="not said"
        compact
        autoFocus
        onDone={onDone}
        onChoose={(value_class) => store.edit([setFields(elements, id, { value_class })])}
      />
    ),
    clear: ({ id }) => store.edit([setFields(elements, id, { value_class: null })]),
  }
}

function utilisationColumn({ metrics }: TableContext): Column<StepRow> {
  return {
    id: 'utilisation',
    label: 'Busy',
    title: 'Utilisation: demand × visits × work ÷ (people × uptime × working time)',
    isFigure: true,
    show: ({ id }) => {
      const busy = metrics?.steps[id]?.utilisation ?? null
      if (busy === null) return <Empty needed={undefined} />
      if (busy <= 1) return formatShare(busy)
      return (
        <span className="cell-warning" title="It cannot meet demand.">
          {formatShare(busy)}
          <span className="visually-hidden">, cannot meet demand</span> !
        </span>
      )
    },
  }
}

function flowsColumn({ elements }: TableContext): Column<StepRow> {
  return {
    id: 'flows',
    label: 'Goes to',
    title: 'Arrows of items that leave the step; they are edited in the table of arrows',
    show: ({ flowsOut }) =>
      flowsOut.length === 0 ? (
        <Empty needed={undefined} />
      ) : (
        <ul className="cell-flows">
          {flowsOut.map(([id, flow]) => (
            <li key={id} title={flowText(flow, plainName(elements, flow.target))}>
              {flowText(flow, plainName(elements, flow.target))}
            </li>
          ))}
        </ul>
      ),
  }
}

/** "Build · push · 70 %", "sent back to Build · 30 %". */
export function flowText(flow: Flow, target: string): string {
  const share = flow.share ? ` · ${formatShare(flow.share.value)}` : ''
  if (flow.flow === 'rework') return `sent back to ${target}${share}`
  return `${target} · ${labelOf(FLOW_KINDS, flow.flow)}${share}`
}

function stepActions({ store, elements, heldBy }: TableContext): Column<StepRow>[] {
  const name = ({ step }: StepRow) => step.name
  const move = (direction: 'earlier' | 'later') => (row: StepRow) => {
    const edits = reorderEdits(elements, row.id, direction)
    return edits.length > 0 ? () => store.edit(edits) : null
  }
  const remove = (row: StepRow) => () => store.edit(removeEdits(elements, [row.id]))
  return [
    actionColumn<StepRow>('earlier', 'Move earlier', '↑', move('earlier'), name, heldBy),
    actionColumn<StepRow>('later', 'Move later', '↓', move('later'), name, heldBy),
    actionColumn<StepRow>('remove', 'Remove', '×', remove, name, heldBy),
  ]
}
