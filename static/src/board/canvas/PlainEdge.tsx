import type { Edge, EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { useBox } from './FlowEdge'
import { arrowPath, border, head } from './paths'
import { middle } from './sizes'

export type PlainEdgeType = Edge<Record<string, never>, 'about' | 'charter'>

/** The dotted thread from a note to what it is about. */
export const AboutEdge = memo(function AboutEdge({ source, target }: EdgeProps<PlainEdgeType>) {
  const [from, to] = [useBox(source), useBox(target)]
  if (!from || !to) return null
  const [a, b] = [border(from, middle(from), middle(to)), border(to, middle(to), middle(from))]
  return <path className="about-thread" d={`M${a.x},${a.y}L${b.x},${b.y}`} />
})

/** The thin arrow from the trigger into the stream, and from its end to the delivery. */
export const CharterEdge = memo(function CharterEdge({ source, target }: EdgeProps<PlainEdgeType>) {
  const [from, to] = [useBox(source), useBox(target)]
  if (!from || !to) return null
  const path = arrowPath('push', from, to)
  return (
    <g className="charter-arrow">
      <path d={path.d} fill="none" />
      <polygon points={head(path.tip, path.into, 10, 8)} />
    </g>
  )
})
