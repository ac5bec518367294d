import { type Edge, EdgeLabelRenderer, type EdgeProps, useInternalNode } from '@xyflow/react'
import { memo } from 'react'
import { formatShare } from '../../model/figures'
import type { Flow } from '../../model/types'
import { ProvenanceGlyph } from '../shell/ProvenanceGlyph'
import { useStore } from '../useStore'
import { WasteChip } from '../waste/WasteIcon'
import { pathWeights } from './marks'
import { OtherFlag } from './OtherFlag'
import { type ArrowPath, arrowPath, head } from './paths'
import { type Box, boxAround } from './sizes'
import { useGap, useOthers } from './useMarks'

/** `parting`: it leaves a box that several forward arrows leave. */
export type FlowEdgeType = Edge<{ element: Flow; parting: 'one' | 'all' | null }, 'flow'>

export function useBox(id: string): Box | null {
  const node = useInternalNode(id)
  if (!node) return null
  const { width = node.initialWidth ?? 0, height = node.initialHeight ?? 0 } = node.measured
  const { x, y } = node.internals.positionAbsolute
  return boxAround({ x: x + width / 2, y: y + height / 2 }, width, height)
}

/** An arrow, drawn as the books draw its kind. */
export const FlowEdge = memo(function FlowEdge({ id, source, target, data, selected }: EdgeProps<FlowEdgeType>) {
  const [from, to] = [useBox(source), useBox(target)]
  const isCounted = useStore((state) => {
    if (!state.metrics || state.metrics.counted_path.length === 0) return null
    const weights = pathWeights(state.metrics)
    return weights.has(source) && weights.has(target)
  })
  if (!from || !to || !data) return null
  const flow = data.element
  const path = arrowPath(flow.flow, from, to)
  const isBeside = isCounted === false && flow.flow !== 'rework' && !flow.flow.startsWith('information')
  return (
    <>
      <g className="flow" data-flow={flow.flow} data-selected={selected} data-beside={isBeside}>
        <path className="react-flow__edge-interaction flow-reach" d={path.d} fill="none" />
        <Drawn flow={flow} path={path} />
      </g>
      <FlowLabel
        id={id}
        flow={flow}
        path={path}
        parting={data.parting}
        isShort={isShortWay(from, to)}
        selected={selected === true}
      />
    </>
  )
})

function Drawn({ flow, path }: { flow: Flow; path: ArrowPath }) {
  const { d, tip, into, label } = path
  switch (flow.flow) {
    case 'push':
      return (
        <>
          <path className="flow-line" d={d} />
          <path className="flow-stripes" d={d} />
          <polygon className="flow-head" points={head(tip, into, 14, 15)} />
        </>
      )
    case 'pull':
      return (
        <>
          <path className="flow-line" d={d} />
          <polygon className="flow-head" points={head(tip, into, 12, 11)} />
          <g className="flow-withdrawal" transform={`translate(${label.x} ${label.y})`}>
            <circle r="10" />
            <path d="M-5.4-1.6A5.6 5.6 0 1 1-4.4 3.4M-7.6-1.9h4.2v4.2" />
          </g>
        </>
      )
    case 'fifo':
      return (
        <>
          <path className="flow-lane" d={d} />
          <path className="flow-lane-in" d={d} />
          <polygon className="flow-head" points={head(tip, into, 12, 12)} />
          <text className="flow-lane-word" x={label.x - into.x * 5} y={label.y}>
            FIFO
          </text>
        </>
      )
    default:
      return (
        <>
          <path className="flow-line" d={d} />
          <polygon className="flow-head" points={head(tip, into, 12, 10)} />
        </>
      )
  }
}

/** As wide as the longest words of a mark. */
const WORDS_WIDTH = 150

function isShortWay(from: Box, to: Box): boolean {
  const across = Math.max(to.left - from.right, from.left - to.right)
  const isBeside = Math.max(to.top - from.bottom, from.top - to.bottom) < 0
  return isBeside && across < WORDS_WIDTH
}

interface LabelProps {
  id: string
  flow: Flow
  path: ArrowPath
  parting: 'one' | 'all' | null
  /** A word would lie under the boxes at its ends. */
  isShort: boolean
  selected: boolean
}

function FlowLabel({ id, flow, path, parting, isShort, selected }: LabelProps) {
  const gap = useGap(id, 'share')
  const others = useOthers(id)
  const words = labelWords(flow, parting)
  if (!words && !flow.name && !flow.wastes?.length && !others && !gap) return null
  return (
    <EdgeLabelRenderer>
      <div
        className="flow-label"
        data-flow={flow.flow}
        data-selected={selected}
        data-id={id}
        style={{ transform: `translate(-50%, -50%) translate(${path.label.x}px, ${path.label.y}px)` }}
        title={gap}
      >
        {words && (
          <span className="flow-share">
            {words}
            {flow.share && <ProvenanceGlyph source={flow.share.source} n={flow.share.n} />}
          </span>
        )}
        {flow.name && <span className="flow-name">{flow.name}</span>}
        {flow.wastes?.map((waste) => (
          <WasteChip key={waste} waste={waste} isShort={isShort} />
        ))}
        {others?.map((other) => (
          <OtherFlag key={other.participant} participant={other.participant} writes={other.field !== null} />
        ))}
      </div>
    </EdgeLabelRenderer>
  )
}

/** “30 % sent back”; “70 %” on an arrow of a split where an item takes one way. */
export function labelWords(flow: Flow, parting: 'one' | 'all' | null): string | null {
  if (flow.flow === 'rework')
    return flow.share ? `${formatShare(flow.share.value)} sent back` : 'how much is sent back?'
  if (parting !== 'one') return null
  return flow.share ? formatShare(flow.share.value) : 'equal part'
}
