import type { ReactNode } from 'react'
import { setFields } from '../../model/edits'
import type { Calendar, ElementId, Elements, Metrics, Quantity } from '../../model/types'
import type { Store } from '../../store'
import { gapsOf } from '../canvas/marks'
import { QuantityField } from '../fields/QuantityField'
import { TextField } from '../fields/TextField'
import { showQuantity, specOf } from '../fields/typed'
import { ProvenanceGlyph } from '../shell/ProvenanceGlyph'
import type { Column, GridRow } from './columns'

/** What the columns of all four tables need to show and write. */
export interface TableContext {
  store: Store
  elements: Elements
  metrics: Metrics | null
  calendar: Calendar
  canEdit: boolean
  /** Why an element is kept from me; null where it is not. */
  heldBy: (id: ElementId) => string | null
  openDetails: (id: ElementId) => void
}

interface FigureColumn<Row> {
  field: string
  label: string
  title: string
  quantity: (row: Row) => Quantity | undefined
}

/** A column of figures: value and provenance; empty cells say what they are needed for. */
export function figureColumn<Row extends GridRow>(
  { store, elements, metrics, calendar }: TableContext,
  { field, label, title, quantity }: FigureColumn<Row>,
): Column<Row> {
  return {
    id: field,
    label,
    title,
    isFigure: true,
    show: (row) => {
      const value = quantity(row)
      if (value === undefined) return <Empty needed={metrics ? gapsOf(metrics).get(`${row.id} ${field}`) : undefined} />
      return (
        <span className="cell-figure">
          {showQuantity(value, specOf(field), calendar)}
          <ProvenanceGlyph source={value.source} n={value.n} />
        </span>
      )
    },
    editor: (row, onDone) => (
      <QuantityField
        label={label}
        elementId={row.id}
        field={field}
        quantity={quantity(row)}
        calendar={calendar}
        compact
        autoFocus
        onDone={onDone}
        onCommit={(next, saw) =>
          store.edit([{ do: 'set', id: row.id, fields: { [field]: next }, saw: { [field]: saw } }])
        }
      />
    ),
    clear: (row) => store.edit([setFields(elements, row.id, { [field]: null })]),
  }
}

interface TextColumn<Row> {
  field: 'name' | 'role' | 'text'
  label: string
  maxLength: number
  required?: string
  text: (row: Row) => string | undefined
  show?: (row: Row) => ReactNode
}

/** A column of texts, which several people may write at once. */
export function textColumn<Row extends GridRow>(context: TableContext, column: TextColumn<Row>): Column<Row> {
  const { field, label, maxLength, required, text, show } = column
  const made: Column<Row> = {
    id: field,
    label,
    show: show ?? ((row) => text(row) || <Empty needed={undefined} />),
    editor: (row, onDone) => (
      <TextField
        label={label}
        elementId={row.id}
        field={field}
        text={text(row) ?? ''}
        maxLength={maxLength}
        {...(required === undefined ? {} : { required })}
        compact
        autoFocus
        onDone={onDone}
      />
    ),
  }
  if (required !== undefined) return made
  return { ...made, clear: (row) => context.store.edit([setFields(context.elements, row.id, { [field]: null })]) }
}

export function Empty({ needed }: { needed: string | undefined }) {
  return (
    <span className={needed === undefined ? 'cell-empty' : 'cell-empty cell-needed'} title={needed}>
      <span aria-hidden="true">{needed === undefined ? '–' : '?'}</span>
      <span className="visually-hidden">empty{needed === undefined ? '' : `; ${needed}`}</span>
    </span>
  )
}

/** A column of buttons that do something to their row. */
export function actionColumn<Row extends GridRow>(
  id: string,
  label: string,
  sign: string,
  run: (row: Row) => (() => void) | null,
  name: (row: Row) => string,
  heldBy: TableContext['heldBy'] = () => null,
): Column<Row> {
  return {
    id,
    label,
    isAction: true,
    show: (row) => {
      const held = heldBy(row.id)
      const act = held === null ? run(row) : null
      return (
        <button
          type="button"
          className="act-icon"
          tabIndex={-1}
          aria-label={`${label}: ${name(row)}`}
          title={held ?? label}
          aria-disabled={act === null}
          onClick={() => act?.()}
        >
          {sign}
        </button>
      )
    },
  }
}

export function detailsColumn<Row extends GridRow>(context: TableContext, name: (row: Row) => string): Column<Row> {
  return actionColumn('details', 'All fields', '⋯', (row) => () => context.openDetails(row.id), name)
}
