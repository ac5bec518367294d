import './inspector.css'
import type { ReactNode } from 'react'
import { calendarOf } from '../../model/calendar'
import { removeEdits, reorderEdits } from '../../model/reorder'
import type { Calendar, ElementId, Elements, MapElement } from '../../model/types'
import { ElementCommentsPlace } from '../comments/CommentsPlace'
import { useCanEdit } from '../fields/useCanEdit'
import { FLOW_KINDS, labelOf, NOTE_KINDS } from '../fields/words'
import { LockActs } from '../locks/LockActs'
import { LockLine, LockReason } from '../locks/LockLine'
import { HeldContext, useHeld } from '../locks/useHeld'
import { PredictedSection } from '../sandbox/PredictedSection'
import { CrossSign } from '../shell/CrossSign'
import { useBoardStore, useStore } from '../useStore'
import { CircleSection } from '../waste/CircleSection'
import { Connections } from './Connections'
import { ElementHistory } from './ElementHistory'
import { FlowPanel } from './FlowPanel'
import { InTheFigures } from './InTheFigures'
import { ManyPanel } from './ManyPanel'
import { NotePanel } from './NotePanel'
import { QueuePanel } from './QueuePanel'
import { StepPanel } from './StepPanel'

/** Everything about what is selected: its fields, its part in the figures, its arrows and its history. */
export function Inspector({ onClose }: { onClose: () => void }) {
  const selection = useStore((state) => state.own.selection)
  const elements = useStore((state) => state.elements)
  const charter = useStore((state) => state.charter)
  const heldBy = useHeld()
  const chosen = selection.filter((id) => elements.has(id))
  const [id] = chosen
  const held = chosen.map(heldBy).find((why) => why !== null) ?? null
  const element = id === undefined ? undefined : elements.get(id)
  if (id === undefined || element === undefined) return null
  const calendar = calendarOf(charter)
  return (
    <aside
      className="inspector"
      aria-label={chosen.length > 1 ? 'Selected elements' : `Selected: ${kindWord(element)}`}
    >
      <header className="inspector-head">
        <h2>{chosen.length > 1 ? `${chosen.length} selected` : kindWord(element)}</h2>
        <button type="button" className="act-icon" aria-label="Close" title="Close" onClick={onClose}>
          <CrossSign />
        </button>
      </header>
      <div className="inspector-body" key={chosen.length > 1 ? 'many' : id}>
        <HeldContext value={held}>
          {chosen.length > 1 ? (
            <>
              {held !== null && <LockReason why={held} />}
              <ManyPanel ids={chosen} />
            </>
          ) : (
            <OnePanel id={id} element={element} calendar={calendar} />
          )}
        </HeldContext>
        <Actions ids={chosen} elements={elements} held={held} />
      </div>
    </aside>
  )
}

function OnePanel({ id, element, calendar }: { id: ElementId; element: MapElement; calendar: Calendar }) {
  return (
    <>
      <LockLine id={id} />
      {fieldsOf(id, element, calendar)}
      <PredictedSection id={id} />
      {element.kind === 'step' && <CircleSection id={id} />}
      <InTheFigures id={id} element={element} calendar={calendar} />
      <Connections id={id} />
      <ElementCommentsPlace id={id} />
      <ElementHistory id={id} calendar={calendar} />
    </>
  )
}

function fieldsOf(id: ElementId, element: MapElement, calendar: Calendar): ReactNode {
  switch (element.kind) {
    case 'step':
      return <StepPanel id={id} step={element} calendar={calendar} />
    case 'queue':
      return <QueuePanel id={id} queue={element} calendar={calendar} />
    case 'flow':
      return <FlowPanel id={id} flow={element} calendar={calendar} />
    case 'note':
      return <NotePanel id={id} note={element} />
  }
}

function kindWord(element: MapElement): string {
  const word = wordOf(element)
  return word.charAt(0).toUpperCase() + word.slice(1)
}

function wordOf(element: MapElement): string {
  switch (element.kind) {
    case 'flow':
      return `arrow: ${labelOf(FLOW_KINDS, element.flow)}`
    case 'note':
      return labelOf(NOTE_KINDS, element.note)
    default:
      return element.kind
  }
}

interface ActionsProps {
  ids: readonly ElementId[]
  elements: Elements
  /** Why one of them is kept from me. */
  held: string | null
}

function Actions({ ids, elements, held }: ActionsProps) {
  const store = useBoardStore()
  const canEdit = useCanEdit()
  if (!canEdit) return null
  const [id] = ids
  const isChained = ids.length === 1 && id !== undefined
  const move = (direction: 'earlier' | 'later') => {
    if (!isChained) return
    const edits = reorderEdits(elements, id, direction)
    if (edits.length === 0) return null
    return (
      <button
        type="button"
        className="act"
        disabled={held !== null}
        title={held ?? undefined}
        onClick={() => store.edit(edits)}
      >
        {direction === 'earlier' ? '← Move earlier' : 'Move later →'}
      </button>
    )
  }
  return (
    <div className="actions actions-last">
      {move('earlier')}
      {move('later')}
      <LockActs ids={ids} />
      <button
        type="button"
        className="act act-danger"
        disabled={held !== null}
        title={held ?? undefined}
        onClick={() => {
          store.edit(removeEdits(elements, ids))
          store.setPresence({ selection: [] })
        }}
      >
        {ids.length > 1 ? `Delete ${ids.length}` : 'Delete'}
      </button>
    </div>
  )
}
