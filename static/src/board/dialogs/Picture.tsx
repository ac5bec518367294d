import type { Elements, Flow } from '../../model/types'
import { STEP_HEIGHT, STEP_WIDTH } from '../canvas/sizes'

const MARGIN = 60
const QUEUE = 34
/** As many letters as a box holds. */
const LONGEST = 17

/** A small picture of a map that is not the live one: boxes, triangles and arrows, to recognise it by. */
export function Picture({ elements }: { elements: Elements }) {
  const placed = Array.from(elements).flatMap(([id, element]) => (element.kind === 'flow' ? [] : [{ id, element }]))
  const flows = Array.from(elements.values()).filter((element) => element.kind === 'flow')
  if (placed.length === 0) return null
  const [xs, ys] = [placed.map(({ element }) => element.x), placed.map(({ element }) => element.y)]
  const left = Math.min(...xs) - STEP_WIDTH / 2 - MARGIN
  const top = Math.min(...ys) - STEP_HEIGHT / 2 - MARGIN
  const width = Math.max(...xs) + STEP_WIDTH / 2 + MARGIN - left
  const height = Math.max(...ys) + STEP_HEIGHT / 2 + MARGIN - top
  return (
    <svg className="picture" viewBox={`${left} ${top} ${width} ${height}`} role="img" aria-label="The map as it was">
      {flows.map((flow) => (
        <Line key={`${flow.source} ${flow.target} ${flow.flow}`} flow={flow} elements={elements} />
      ))}
      {placed.map(({ id, element }) => {
        const { x, y } = element
        if (element.kind === 'note') {
          return <rect key={id} className="picture-note" x={x - 70} y={y - 45} width="140" height="90" rx="4" />
        }
        if (element.kind === 'queue') {
          return (
            <path key={id} className="picture-box" d={`M${x} ${y - QUEUE}l${QUEUE} ${QUEUE * 1.7}h${-2 * QUEUE}z`} />
          )
        }
        return (
          <g key={id}>
            <rect
              className="picture-box"
              x={x - STEP_WIDTH / 2}
              y={y - STEP_HEIGHT / 2}
              width={STEP_WIDTH}
              height={STEP_HEIGHT}
              rx="10"
            />
            <text x={x} y={y + 6} textAnchor="middle">
              {element.name.length > LONGEST ? `${element.name.slice(0, LONGEST - 1)}…` : element.name}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

function Line({ flow, elements }: { flow: Flow; elements: Elements }) {
  const [from, to] = [elements.get(flow.source), elements.get(flow.target)]
  if (!from || !to || from.kind === 'flow' || to.kind === 'flow') return null
  const lift = flow.flow === 'rework' ? STEP_HEIGHT * 1.2 : 0
  const middle = { x: (from.x + to.x) / 2, y: Math.min(from.y, to.y) - lift }
  const path =
    lift > 0 ? `M${from.x} ${from.y}Q${middle.x} ${middle.y} ${to.x} ${to.y}` : `M${from.x} ${from.y}L${to.x} ${to.y}`
  return <path className={lift > 0 ? 'picture-line picture-rework' : 'picture-line'} d={path} />
}
