import type { WasteCount } from '../../model/waste'
import { WasteIcon } from './WasteIcon'

const WIDTH = 320
const HEIGHT = 116
const TOP = 18
const LEFT = 4
const RIGHT = 34
const SIGN = 15

/** Bars for the counts and a line for their running share; the table below it has the same figures as text. */
export function ParetoChart({ counts }: { counts: readonly WasteCount[] }) {
  const most = Math.max(...counts.map(({ marks }) => marks))
  const part = (WIDTH - LEFT - RIGHT) / counts.length
  const bar = Math.min(40, part - 8)
  const middle = (place: number) => LEFT + part * (place + 0.5)
  const yOf = (share: number) => HEIGHT - share * (HEIGHT - TOP)
  const line = counts.map(({ cumulativeShare }, place) => `${middle(place)},${yOf(cumulativeShare)}`).join(' ')
  return (
    <svg className="pareto" viewBox={`0 0 ${WIDTH} ${HEIGHT + SIGN + 8}`} aria-hidden="true">
      <line className="pareto-most" x1={LEFT} x2={WIDTH - RIGHT} y1={yOf(0.8)} y2={yOf(0.8)} />
      <text className="pareto-scale" x={WIDTH - RIGHT + 5} y={yOf(0.8) + 4}>
        80 %
      </text>
      <line className="pareto-ground" x1={LEFT} x2={WIDTH - RIGHT} y1={HEIGHT} y2={HEIGHT} />
      {counts.map(({ waste, marks }, place) => {
        const height = (marks / most) * (HEIGHT - TOP) * 0.86
        return (
          <g key={waste}>
            <rect
              className="pareto-bar"
              x={middle(place) - bar / 2}
              y={HEIGHT - height}
              width={bar}
              height={height}
              rx="2"
            />
            <text className="pareto-count" x={middle(place)} y={HEIGHT - 6}>
              {marks}
            </text>
            <svg x={middle(place) - SIGN / 2} y={HEIGHT + 6} width={SIGN} height={SIGN} aria-hidden="true">
              <WasteIcon waste={waste} />
            </svg>
          </g>
        )
      })}
      <polyline className="pareto-line" points={line} />
      {counts.map(({ waste, cumulativeShare }, place) => (
        <circle key={waste} className="pareto-dot" cx={middle(place)} cy={yOf(cumulativeShare)} r="3" />
      ))}
    </svg>
  )
}
