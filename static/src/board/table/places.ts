/** Where the cursor of a table stands, and where the keys take it. */

import type { KeyboardEvent } from 'react'
import type { ElementId } from '../../model/types'

export interface Place {
  row: ElementId
  column: string
}

interface Named {
  id: string
}

export interface Sheet {
  rows: readonly Named[]
  columns: readonly Named[]
}

const PAGE = 10

export function isSame(one: Place | null, other: Place | null): boolean {
  return one?.row === other?.row && one?.column === other?.column
}

/** The place so many rows down and columns to the right, inside the table; null in an empty one. */
export function placeBeside({ rows, columns }: Sheet, from: Place, down: number, right: number): Place | null {
  const row = rows[clamp(rows.findIndex(({ id }) => id === from.row) + down, rows.length)]
  const column = columns[clamp(columns.findIndex(({ id }) => id === from.column) + right, columns.length)]
  return row && column ? { row: row.id, column: column.id } : null
}

/** Where an arrow key, Home, End or Page key takes the cursor; null for every other key. */
export function placeOfKey(event: KeyboardEvent, sheet: Sheet, from: Place): Place | null {
  if (event.altKey || event.metaKey) return null
  const all = event.ctrlKey ? sheet.rows.length : 0
  const beside = (down: number, right: number) => placeBeside(sheet, from, down, right)
  switch (event.key) {
    case 'ArrowDown':
      return beside(1, 0)
    case 'ArrowUp':
      return beside(-1, 0)
    case 'ArrowRight':
      return beside(0, 1)
    case 'ArrowLeft':
      return beside(0, -1)
    case 'Home':
      return beside(-all, -sheet.columns.length)
    case 'End':
      return beside(all, sheet.columns.length)
    case 'PageDown':
      return beside(PAGE, 0)
    case 'PageUp':
      return beside(-PAGE, 0)
    default:
      return null
  }
}

function clamp(index: number, length: number): number {
  return Math.min(Math.max(index, 0), length - 1)
}

/** The place of the cell that an event happened in. */
export function placeOf(target: EventTarget): Place | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
  const { row, column } = cell?.dataset ?? {}
  return row !== undefined && column !== undefined ? { row, column } : null
}

/** Puts the focus on the first cell of an element's row, in whichever table it stands. */
export function focusRow(id: ElementId): void {
  document.querySelector<HTMLElement>(`.grid th[data-row="${id}"]`)?.focus()
}

/** Puts the focus on a cell, or on the button in it. */
export function focusCell(table: HTMLTableElement | null, place: Place | null): void {
  if (table === null || place === null) return
  // Ids are letters, digits, “-” and “_”, so they need no escaping here.
  const cell = table.querySelector<HTMLElement>(`[data-row="${place.row}"][data-column="${place.column}"]`)
  const target = cell?.querySelector<HTMLElement>('button') ?? cell
  target?.focus()
}
