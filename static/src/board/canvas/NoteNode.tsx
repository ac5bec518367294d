import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { memo, useRef } from 'react'
import type { Note } from '../../model/types'
import { paperOf } from '../fields/colours'
import { type Done, TextArea } from '../fields/TextField'
import { labelOf, NOTE_KINDS, WASTES } from '../fields/words'
import { useUi, useUiStore } from '../shell/ui'
import { WasteChip } from '../waste/WasteIcon'
import { Flash } from './Flash'
import { OtherFlag } from './OtherFlag'
import { useOthers } from './useMarks'

export type NoteNodeType = Node<{ element: Note }, 'note'>

/** A sticky note; a kaizen burst is a star. */
export const NoteNode = memo(function NoteNode({ id, data: { element }, selected }: NodeProps<NoteNodeType>) {
  const others = useOthers(id)
  const ui = useUiStore()
  const isWriting = useUi((state) => state.writing?.id === id)
  const isBurst = element.note === 'burst'
  const box = useRef<HTMLDivElement>(null)
  const end = (how: Done) => {
    if (ui.get().writing?.id !== id) return
    ui.set({ writing: null })
    if (how !== 'blur') box.current?.closest<HTMLElement>('.react-flow__node')?.focus()
  }
  return (
    <div
      ref={box}
      className={isBurst ? 'burst' : 'note'}
      data-note={element.note}
      data-selected={selected}
      data-field="text"
      style={paperOf(element.colour)}
    >
      {isBurst && (
        <svg className="burst-shape" viewBox="0 0 168 118" preserveAspectRatio="none" aria-hidden="true">
          <path d={STAR} strokeLinejoin="miter" />
        </svg>
      )}
      <div className="note-body">
        {isWriting ? (
          <div className="nodrag nopan nowheel nokey">
            <TextArea
              label={labelOf(NOTE_KINDS, element.note)}
              elementId={id}
              field="text"
              text={element.text ?? ''}
              maxLength={10_000}
              compact
              rows={3}
              autoFocus
              onDone={end}
            />
          </div>
        ) : (
          <p className="note-text">{element.text || '…'}</p>
        )}
        <p className="note-foot">
          {isBurst ? (
            <span className="waste">{element.waste ? labelOf(WASTES, element.waste) : 'which waste?'}</span>
          ) : (
            element.note !== 'note' && <span>{labelOf(NOTE_KINDS, element.note)}</span>
          )}
          {element.note === 'hypothesis' && element.waste && <WasteChip waste={element.waste} />}
        </p>
      </div>
      {others?.map((other) => (
        <OtherFlag key={other.participant} participant={other.participant} writes={other.field !== null} />
      ))}
      <Flash id={id} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="handle-thread" />
    </div>
  )
})

/** A star with uneven points, in a box of 168 by 118, so that it reads as the burst of the books and holds a text. */
const STAR = star(168, 118, [1, 0.93, 0.99, 0.9, 1, 0.94, 0.98, 0.91, 1, 0.93, 0.99, 0.92, 1, 0.9])

function star(width: number, height: number, points: readonly number[]): string {
  const corners: string[] = []
  const half = Math.PI / points.length
  for (const [place, reach] of points.entries()) {
    const angle = place * 2 * half - Math.PI / 2
    corners.push(at(angle, reach), at(angle + half, 0.76))
  }
  return `M${corners.join('L')}Z`

  function at(angle: number, reach: number): string {
    const x = width / 2 + (width / 2 - 2) * reach * Math.cos(angle)
    const y = height / 2 + (height / 2 - 2) * reach * Math.sin(angle)
    return `${x.toFixed(1)},${y.toFixed(1)}`
  }
}
