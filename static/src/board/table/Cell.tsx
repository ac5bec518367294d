import type { Person } from '../../model/types'
import type { Done } from '../fields/TextField'
import { writersSentence } from '../fields/useEditing'
import type { Column, GridRow } from './columns'

interface CellProps<Row extends GridRow> {
  row: Row
  column: Column<Row>
  isHeader: boolean
  isActive: boolean
  isEditing: boolean
  writers: readonly Person[]
  canEdit: boolean
  /** Why the row is kept from me; null where it is not. */
  held: string | null
  onOpen: () => void
  onDone: (how: Done) => void
}

/** One cell: its value, or the field that is open in it, and who else writes there. */
export function Cell<Row extends GridRow>(props: CellProps<Row>) {
  const { row, column, isHeader, isActive, isEditing, writers, canEdit, held } = props
  const editor = isEditing ? (column.editor?.(row, props.onDone) ?? null) : null
  const [writer] = writers
  const shared = {
    'data-row': row.id,
    'data-column': column.id,
    'data-figure': column.isFigure,
    'data-action': column.isAction,
    tabIndex: column.isAction ? undefined : isActive && !isEditing ? 0 : -1,
    'aria-readonly': column.isAction ? undefined : !canEdit || held !== null || column.editor === undefined,
    title: column.isAction ? undefined : (held ?? undefined),
    className: editor === null ? undefined : 'cell-editing',
    style: writer ? { outline: `2px solid var(--person-${writer.colour})`, outlineOffset: '-2px' } : undefined,
    onDoubleClick: props.onOpen,
    children: (
      <>
        {editor ?? column.show(row)}
        {writers.length > 0 && editor === null && (
          <span className="field-writers" style={{ background: `var(--person-${writer?.colour ?? 0})` }}>
            {writersSentence(writers)}
          </span>
        )}
      </>
    ),
  }
  return isHeader ? <th scope="row" {...shared} /> : <td {...shared} />
}
