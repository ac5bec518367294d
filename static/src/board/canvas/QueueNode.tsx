import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { calendarOf } from '../../model/calendar'
import { formatDuration } from '../../model/durations'
import { formatNumber, formatQuantity } from '../../model/figures'
import type { Queue } from '../../model/types'
import { PredictedMark, usePredictedWait } from '../sandbox/PredictedMark'
import { ProvenanceGlyph } from '../shell/ProvenanceGlyph'
import { useStore } from '../useStore'
import { WasteChip } from '../waste/WasteIcon'
import { Flash } from './Flash'
import { OtherFlag } from './OtherFlag'
import { useGap, useMarks } from './useMarks'

export type QueueNodeType = Node<{ element: Queue }, 'queue'>

/** Inventory: the triangle of the books with its count, and below it what that means in time. */
export const QueueNode = memo(function QueueNode({ id, data: { element }, selected }: NodeProps<QueueNodeType>) {
  const marks = useMarks(id)
  const charter = useStore((state) => state.charter)
  const time = useStore((state) => state.metrics?.queues[id]?.wait_time_s ?? null)
  const gap = useGap(id, 'items')
  const predicted = usePredictedWait(id)
  const { items, wait_time: wait } = element
  const known = items ?? wait
  return (
    <div
      className="queue"
      data-selected={selected}
      data-beside={marks.isBeside && !element.counts_only}
      data-outside={marks.isOutside && !element.counts_only}
      data-counts-only={element.counts_only === true}
      title={element.name}
    >
      <svg className="queue-shape" viewBox="0 0 56 46" aria-hidden="true">
        <path d="M28 3 53 43H3Z" strokeLinejoin="round" />
      </svg>
      <span className="queue-count" data-long={(items ? formatNumber(items.value) : '').length > 3}>
        {items ? formatNumber(items.value) : wait ? 'I' : '?'}
      </span>
      <span className="queue-words" title={gap}>
        {element.counts_only ? (
          'counted'
        ) : predicted ? (
          <PredictedMark id={id} withStated />
        ) : time !== null ? (
          formatDuration(time, calendarOf(charter))
        ) : wait ? (
          formatQuantity(wait, 'time', calendarOf(charter))
        ) : (
          'how long?'
        )}
        {known && <ProvenanceGlyph source={known.source} n={known.n} />}
      </span>
      {element.wastes && (
        <span className="queue-wastes">
          {element.wastes.map((waste) => (
            <WasteChip key={waste} waste={waste} />
          ))}
        </span>
      )}
      {marks.others?.map((other) => (
        <OtherFlag key={other.participant} participant={other.participant} writes={other.field !== null} />
      ))}
      <Flash id={id} />
      <Handle type="target" position={Position.Left} />
      <Handle type="source" position={Position.Right} />
    </div>
  )
})
