import './table.css'
import { type KeyboardEvent, useCallback, useMemo, useState } from 'react'
import { calendarOf } from '../../model/calendar'
import { removeEdits, reorderEdits } from '../../model/reorder'
import type { ElementId } from '../../model/types'
import { noteAbout, stepAfter, stepAt } from '../canvas/insert'
import { useCanEdit } from '../fields/useCanEdit'
import { Inspector } from '../inspector/Inspector'
import { useHeld } from '../locks/useHeld'
import { useBoardStore, useStore } from '../useStore'
import { Announcer } from './Announcer'
import type { TableContext } from './cells'
import type { GridRow } from './columns'
import { Grid } from './Grid'
import { NewFlow } from './NewFlow'
import { flowColumns, noteColumns, queueColumns } from './otherColumns'
import { lastOf, rowsOf } from './rows'
import { Summary } from './Summary'
import { stepColumns } from './stepColumns'
import { useDetails } from './useDetails'
import { useWriters } from './useWriters'

/** The same map as tables: live, complete for keyboard and screen reader. */
export function TableView() {
  const store = useBoardStore()
  const elements = useStore((state) => state.elements)
  const metrics = useStore((state) => state.metrics)
  const charter = useStore((state) => state.charter)
  const canEdit = useCanEdit()
  const details = useDetails()
  const title = useStore((state) => state.map?.title)
  const [openRow, setOpenRow] = useState<ElementId | null>(null)
  const onOpened = useCallback(() => setOpenRow(null), [])
  const calendar = useMemo(() => calendarOf(charter), [charter])
  const rows = useMemo(() => rowsOf(elements), [elements])
  const heldBy = useHeld()
  const context: TableContext = useMemo(
    () => ({ store, elements, metrics, calendar, canEdit, heldBy, openDetails: details.open }),
    [store, elements, metrics, calendar, canEdit, heldBy, details.open],
  )
  const columns = useMemo(
    () => ({
      steps: stepColumns(context),
      queues: queueColumns(context),
      flows: flowColumns(context),
      notes: noteColumns(context),
    }),
    [context],
  )
  const writers = useWriters()
  const shared = { canEdit, heldBy, writers, openRow, onOpened }

  const addAfter = (after: ElementId | null) => {
    const made = (after !== null && stepAfter(elements, after)) || stepAt({ x: 0, y: 0 })
    store.edit(made.edits)
    setOpenRow(made.id)
  }
  const addNote = () => {
    const below = Math.max(0, ...Array.from(elements.values(), (element) => ('y' in element ? element.y : 0)))
    const made = noteAbout(elements, 'note', null, { x: 0, y: below + 220 })
    store.edit(made.edits)
    setOpenRow(made.id)
  }
  const onStepKey = (event: KeyboardEvent, { id }: GridRow): boolean => {
    if (!canEdit) return false
    const isMove = event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')
    if (isMove) store.edit(reorderEdits(elements, id, event.key === 'ArrowUp' ? 'earlier' : 'later'))
    const isAdd = event.key === 'Insert' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
    if (isAdd) addAfter(id)
    const isRemove = event.key === 'Delete' && (event.ctrlKey || event.metaKey)
    if (isRemove) store.edit(removeEdits(elements, [id]))
    return isMove || isAdd || isRemove
  }

  return (
    <div className="table-and-details">
      <div className="table-view">
        <h2 className="visually-hidden">{title ?? 'Map'} as tables</h2>
        <Summary metrics={metrics} elements={elements} calendar={calendar} />
        <Announcer calendar={calendar} />
        <section className="table-section">
          <h3>Steps</h3>
          {rows.steps.length > 0 ? (
            <div className="table-scroll">
              <Grid
                {...shared}
                label="Steps in stream order"
                columns={columns.steps}
                rows={rows.steps}
                onRowKey={onStepKey}
                rowClass={({ id }) => (metrics?.constraint?.step === id ? 'row-constraint' : undefined)}
              />
            </div>
          ) : (
            <p className="quiet">No step yet. What happened first with the last real item?</p>
          )}
          {canEdit && (
            <p className="table-foot">
              <button type="button" className="act" onClick={() => addAfter(lastOf(elements))}>
                + Add a step
              </button>
              <small>
                <kbd>Enter</kbd> writes, <kbd>Insert</kbd> adds a step after this one, <kbd>Alt</kbd> <kbd>↑</kbd>{' '}
                <kbd>↓</kbd> moves it, <kbd>Ctrl</kbd> <kbd>Delete</kbd> removes it
              </small>
            </p>
          )}
        </section>
        {rows.queues.length > 0 && (
          <section className="table-section">
            <h3>Queues</h3>
            <div className="table-scroll">
              <Grid {...shared} label="Queues" columns={columns.queues} rows={rows.queues} />
            </div>
          </section>
        )}
        <section className="table-section">
          <h3>Arrows</h3>
          {rows.flows.length > 0 && (
            <div className="table-scroll">
              <Grid {...shared} label="Arrows" columns={columns.flows} rows={rows.flows} />
            </div>
          )}
          {canEdit && <NewFlow elements={elements} />}
        </section>
        <section className="table-section">
          <h3>Notes</h3>
          {rows.notes.length > 0 && (
            <div className="table-scroll">
              <Grid {...shared} label="Notes" columns={columns.notes} rows={rows.notes} />
            </div>
          )}
          {canEdit && (
            <p className="table-foot">
              <button type="button" className="act" onClick={addNote}>
                + Add a note
              </button>
            </p>
          )}
        </section>
      </div>
      {details.isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the panel, as its close button does
        <div className="table-details" ref={details.panel} onKeyDown={details.onKeyDown}>
          <Inspector onClose={details.close} />
        </div>
      )}
    </div>
  )
}
