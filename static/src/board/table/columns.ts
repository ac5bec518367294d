import type { ReactNode } from 'react'
import type { ElementId } from '../../model/types'
import type { Done } from '../fields/TextField'

export interface Column<Row> {
  id: string
  label: string
  /** What the column means, for its heading. */
  title?: string
  isFigure?: boolean
  /** A button in the cell instead of a value. */
  isAction?: boolean
  show: (row: Row) => ReactNode
  /** The field that is opened in the cell; null where there is nothing to write. */
  editor?: (row: Row, onDone: (how: Done) => void) => ReactNode | null
  clear?: (row: Row) => void
}

export interface GridRow {
  id: ElementId
}
