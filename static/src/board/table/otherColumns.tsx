import { setFields } from '../../model/edits'
import { streamOrder } from '../../model/order'
import { removeEdits } from '../../model/reorder'
import type { ElementId, Fields } from '../../model/types'
import { ChoiceField } from '../fields/ChoiceField'
import { nameOfElement, plainName } from '../fields/naming'
import { FLOW_KINDS, labelOf, NOTE_KINDS, WASTES, type Word } from '../fields/words'
import { actionColumn, detailsColumn, Empty, figureColumn, type TableContext, textColumn } from './cells'
import type { Column, GridRow } from './columns'
import type { FlowRow, NoteRow, QueueRow } from './rows'

/** The columns of the table of queues. */
export function queueColumns(context: TableContext): Column<QueueRow>[] {
  const { elements } = context
  return withActions(context, ({ id, queue }) => nameOfElement(elements, queue, id), [
    textColumn<QueueRow>(context, {
      field: 'name',
      label: 'Queue',
      maxLength: 200,
      text: ({ queue }) => queue.name,
      show: ({ id, queue }) => queue.name || plainName(elements, id),
    }),
    {
      id: 'before',
      label: 'Before',
      show: ({ before }) =>
        before.length > 0 ? before.map((id) => plainName(elements, id)).join(', ') : <Empty needed={undefined} />,
    },
    figureColumn<QueueRow>(context, {
      field: 'items',
      label: 'Items',
      title: 'Piled up right now',
      quantity: ({ queue }) => queue.items,
    }),
    figureColumn<QueueRow>(context, {
      field: 'wait_time',
      label: 'Time',
      title: 'Stated time in the queue; empty: from the items, by the rule of the charter',
      quantity: ({ queue }) => queue.wait_time,
    }),
    choiceColumn<QueueRow, 'yes'>(context, {
      field: 'counts_only',
      label: 'Evidence only',
      words: [{ value: 'yes', label: 'yes', meaning: 'counted, but adds no time' }],
      none: 'no, its time counts',
      value: ({ queue }) => (queue.counts_only ? 'yes' : undefined),
      write: (value) => ({ counts_only: value === 'yes' || null }),
    }),
  ])
}

/** The columns of the table of arrows. */
export function flowColumns(context: TableContext): Column<FlowRow>[] {
  const { elements } = context
  const nodes = (other: ElementId): Word<string>[] =>
    streamOrder(elements)
      .filter((id) => id !== other)
      .map((id) => ({ value: id, label: plainName(elements, id), meaning: '' }))
  return withActions(context, ({ id, flow }) => nameOfElement(elements, flow, id), [
    choiceColumn<FlowRow, string>(context, {
      field: 'source',
      label: 'From',
      words: ({ flow }) => nodes(flow.target),
      value: ({ flow }) => flow.source,
      write: (source) => ({ source }),
    }),
    choiceColumn<FlowRow, string>(context, {
      field: 'target',
      label: 'To',
      words: ({ flow }) => nodes(flow.source),
      value: ({ flow }) => flow.target,
      write: (target) => ({ target }),
    }),
    choiceColumn<FlowRow, FlowRow['flow']['flow']>(context, {
      field: 'flow',
      label: 'Kind',
      words: FLOW_KINDS,
      value: ({ flow }) => flow.flow,
      write: (flow) => ({ flow }),
    }),
    figureColumn<FlowRow>(context, {
      field: 'share',
      label: 'Share',
      title: 'Of a split where an item takes one way; of rework: the share sent back',
      quantity: ({ flow }) => flow.share,
    }),
    textColumn<FlowRow>(context, { field: 'name', label: 'Label', maxLength: 200, text: ({ flow }) => flow.name }),
  ])
}

/** The columns of the table of notes. */
export function noteColumns(context: TableContext): Column<NoteRow>[] {
  const { elements } = context
  const places = Array.from(elements.entries())
    .filter(([, element]) => element.kind !== 'note')
    .map(([id]) => ({ value: id, label: plainName(elements, id), meaning: '' }))
  return withActions(context, ({ id, note }) => nameOfElement(elements, note, id), [
    textColumn<NoteRow>(context, { field: 'text', label: 'Note', maxLength: 10_000, text: ({ note }) => note.text }),
    choiceColumn<NoteRow, NoteRow['note']['note']>(context, {
      field: 'note',
      label: 'Kind',
      words: NOTE_KINDS,
      value: ({ note }) => note.note,
      write: (note) => ({ note }),
    }),
    choiceColumn<NoteRow, string>(context, {
      field: 'about',
      label: 'About',
      words: places,
      none: 'the map as a whole',
      value: ({ note }) => note.about,
      write: (about) => ({ about }),
    }),
    choiceColumn<NoteRow, (typeof WASTES)[number]['value']>(context, {
      field: 'waste',
      label: 'Removes',
      words: WASTES,
      none: 'not said',
      value: ({ note }) => note.waste,
      write: (waste) => ({ waste }),
    }),
  ])
}

interface ChoiceColumn<Row, Value extends string> {
  field: string
  label: string
  words: readonly Word<Value>[] | ((row: Row) => readonly Word<Value>[])
  /** Without it something is always chosen. */
  none?: string
  value: (row: Row) => Value | undefined
  write: (value: Value | null) => Fields
}

function choiceColumn<Row extends GridRow, Value extends string>(
  { store, elements }: TableContext,
  { field, label, words, none, value, write }: ChoiceColumn<Row, Value>,
): Column<Row> {
  const wordsFor = (row: Row) => (typeof words === 'function' ? words(row) : words)
  const set = (row: Row, chosen: Value | null) => store.edit([setFields(elements, row.id, write(chosen))])
  const column: Column<Row> = {
    id: field,
    label,
    show: (row) => {
      const chosen = value(row)
      return chosen === undefined ? <Empty needed={undefined} /> : labelOf(wordsFor(row), chosen)
    },
    editor: (row, onDone) => (
      <ChoiceField
        label={label}
        elementId={row.id}
        field={field}
        words={wordsFor(row)}
        value={value(row)}
        {...(none === undefined ? {} : { none })}
        compact
        autoFocus
        onDone={onDone}
        onChoose={(chosen) => {
          if (chosen !== null || none !== undefined) set(row, chosen)
        }}
      />
    ),
  }
  return none === undefined ? column : { ...column, clear: (row) => set(row, null) }
}

function withActions<Row extends GridRow>(
  context: TableContext,
  name: (row: Row) => string,
  columns: Column<Row>[],
): Column<Row>[] {
  const { store, elements, canEdit, heldBy } = context
  const all = [...columns, detailsColumn<Row>(context, name)]
  if (!canEdit) return all
  const remove = (row: Row) => () => store.edit(removeEdits(elements, [row.id]))
  return [...all, actionColumn<Row>('remove', 'Remove', '×', remove, name, heldBy)]
}
