import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ElementId, Person } from '../../model/types'
import type { Done } from '../fields/TextField'
import { Cell } from './Cell'
import type { Column, GridRow } from './columns'
import { focusCell, isSame, type Place, placeBeside, placeOf, placeOfKey } from './places'

interface GridProps<Row extends GridRow> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  canEdit: boolean
  /** Why a row is kept from me; null where it is not. */
  heldBy: (row: string) => string | null
  /** Who else writes in which field of a row. */
  writers: (row: Row, columnId: string) => readonly Person[]
  rowClass?: (row: Row) => string | undefined
  /** Keys that mean something for a whole row; true where they did. */
  onRowKey?: (event: KeyboardEvent, row: Row) => boolean
  /** A row whose first cell is opened for writing as soon as it is there. */
  openRow?: ElementId | null
  onOpened?: () => void
}

/**
 * A table that is one stop of the Tab key: arrows move between its cells; Enter, F2 or a digit opens a cell, Enter
 * stores and goes down, Tab stores and goes to the next cell, Escape drops what was typed, Delete empties the cell.
 */
export function Grid<Row extends GridRow>(props: GridProps<Row>) {
  const { label, columns, rows, canEdit, heldBy, openRow, onOpened } = props
  const table = useRef<HTMLTableElement>(null)
  const [active, setActive] = useState<Place | null>(null)
  const [editing, setEditing] = useState<Place | null>(null)
  const hadFocus = useRef(false)
  const leaving = useRef(0)
  const lastRow = useRef(0)
  const isNew = useRef(false)

  const rowIndex = rows.findIndex((row) => row.id === active?.row)
  // A row that was removed under the cursor hands it to the one that took its place.
  const nearest = rows[Math.min(Math.max(rowIndex < 0 ? lastRow.current : rowIndex, 0), rows.length - 1)]
  const current: Place | null = nearest ? { row: nearest.id, column: active?.column ?? columns[0]?.id ?? '' } : null

  useLayoutEffect(() => {
    if (rowIndex >= 0) lastRow.current = rowIndex
    if (editing === null && hadFocus.current && document.activeElement === document.body)
      focusCell(table.current, current)
  })

  useLayoutEffect(() => {
    const first = columns[0]
    if (!openRow || !first || !rows.some((row) => row.id === openRow)) return
    const place = { row: openRow, column: first.id }
    setActive(place)
    setEditing(place)
    isNew.current = true
    onOpened?.()
  }, [openRow, rows, columns, onOpened])

  useLayoutEffect(() => {
    // The name of a new row is there to be replaced.
    if (editing !== null && isNew.current)
      table.current?.querySelector<HTMLInputElement>('.cell-editing input')?.select()
    isNew.current = false
  }, [editing])

  const goTo = (place: Place | null) => {
    if (place === null) return
    setActive(place)
    focusCell(table.current, place)
  }

  const beside = (from: Place, down: number, right: number) => placeBeside({ rows, columns }, from, down, right)

  const canOpen = (place: Place): boolean => {
    const row = rows.find(({ id }) => id === place.row)
    const column = columns.find(({ id }) => id === place.column)
    return (
      canEdit &&
      row !== undefined &&
      heldBy(row.id) === null &&
      (column?.editor?.(row, () => undefined) ?? null) !== null
    )
  }

  const open = (place: Place) => {
    if (!canOpen(place)) return
    leaving.current = 0
    flushSync(() => {
      setActive(place)
      setEditing(place)
    })
  }

  const nextOpen = (from: Place, step: number): Place | null => {
    const places = rows.flatMap((row) => columns.map((column) => ({ row: row.id, column: column.id })))
    let at = places.findIndex((place) => isSame(place, from)) + step
    for (; at >= 0 && at < places.length; at += step) {
      const place = places[at]
      if (place && canOpen(place)) return place
    }
    return null
  }

  const onDone = (place: Place) => (how: Done) => {
    const step = leaving.current
    leaving.current = 0
    if (how === 'blur' && step === 0) return setEditing((now) => (isSame(now, place) ? null : now))
    flushSync(() => setEditing(null))
    if (how === 'blur') {
      const next = nextOpen(place, step)
      return next ? open(next) : goTo(place)
    }
    goTo(how === 'enter' ? (beside(place, 1, 0) ?? place) : place)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const place = placeOf(event.target)
    const row = rows.find(({ id }) => id === place?.row)
    if (!place || !row) return
    if (isSame(editing, place)) {
      if (event.key === 'Tab') leaveByTab(event)
      else if (event.key !== 'Escape') event.stopPropagation()
      return
    }
    if (props.onRowKey?.(event, row)) return stop(event)
    const next = placeOfKey(event, { rows, columns }, place)
    if (next) {
      goTo(next)
      return stop(event)
    }
    cellKey(event, place, row)
  }

  const cellKey = (event: KeyboardEvent, place: Place, row: Row) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const column = columns.find(({ id }) => id === place.column)
    if (event.key === 'Enter' || event.key === 'F2') {
      if (column?.isAction) return event.stopPropagation()
      open(place)
      return stop(event)
    }
    if ((event.key === 'Delete' || event.key === 'Backspace') && canEdit && heldBy(row.id) === null && column?.clear) {
      column.clear(row)
      return stop(event)
    }
    // Letters stay commands of the board; a digit can only be meant for the figure.
    if (column?.isFigure && /^[\d.,]$/.test(event.key) && canOpen(place)) {
      open(place)
      event.stopPropagation()
    }
  }

  /** The field decides by its `onDone` whether it can be left; where it cannot, the cursor stays in it. */
  const leaveByTab = (event: KeyboardEvent) => {
    const field = event.target as HTMLElement
    stop(event)
    leaving.current = event.shiftKey ? -1 : 1
    field.blur()
    if (leaving.current !== 0) field.focus()
    leaving.current = 0
  }

  return (
    <table
      ref={table}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys move through its cells
      role="grid"
      className="grid"
      aria-label={label}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        hadFocus.current = true
        const place = placeOf(event.target)
        if (place && !isSame(place, active)) setActive(place)
      }}
      onBlur={(event) => {
        hadFocus.current = event.relatedTarget !== null && event.currentTarget.contains(event.relatedTarget)
      }}
    >
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              title={column.title}
              data-figure={column.isFigure}
              data-action={column.isAction}
            >
              {column.isAction ? <span className="visually-hidden">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className={props.rowClass?.(row)}>
            {columns.map((column, place) => (
              <Cell
                key={column.id}
                row={row}
                column={column}
                isHeader={place === 0}
                isActive={row.id === current?.row && column.id === current.column}
                isEditing={editing?.row === row.id && editing.column === column.id}
                writers={props.writers(row, column.id)}
                canEdit={canEdit}
                held={heldBy(row.id)}
                onOpen={() => open({ row: row.id, column: column.id })}
                onDone={onDone({ row: row.id, column: column.id })}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function stop(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
}
