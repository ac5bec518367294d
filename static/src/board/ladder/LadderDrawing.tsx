import { memo } from 'react'
import { formatDuration } from '../../model/durations'
import { formatShare } from '../../model/figures'
import type { Calendar, Elements } from '../../model/types'
import { useBoardStore, useStore } from '../useStore'
import { counted, type Rung } from './geometry'

const UP = 22
const MID = 43
const DOWN = 64
const HEIGHT = 86

interface DrawingProps {
  drawn: readonly Rung[]
  /** The canvas's own transform: a place on it is at `place × zoom + shift` on the screen. */
  shift: number
  zoom: number
  calendar: Calendar
  elements: Elements
}

/** The ladder: up for waits, down for work. Its heights say nothing; the bar below is to scale. */
export const LadderDrawing = memo(function LadderDrawing({ drawn, shift, zoom, calendar, elements }: DrawingProps) {
  const hot = useStore((state) => state.metrics?.constraint?.step ?? null)
  const at = (place: number) => place * zoom + shift
  return (
    <svg className="ladder-drawing" height={HEIGHT} aria-hidden="true">
      {drawn.map((rung) => (
        <RungOnLadder
          key={`${rung.id} ${rung.kind}`}
          id={rung.id}
          kind={rung.kind}
          time_s={rung.time_s}
          weight={rung.weight}
          isHot={rung.id === hot && rung.kind === 'wait'}
          from={at(rung.from)}
          to={at(rung.to)}
          name={nameOf(rung, elements)}
          calendar={calendar}
        />
      ))}
      <path className="ladder-line" d={outline(drawn, at)} />
    </svg>
  )
})

interface RungProps extends Omit<Rung, 'from' | 'to'> {
  /** On the screen. */
  from: number
  to: number
  isHot: boolean
  name: string
  calendar: Calendar
}

/** One wait or one work; drawn again only where it has changed. */
const RungOnLadder = memo(function RungOnLadder({ from, to, isHot, name, calendar, ...rung }: RungProps) {
  const store = useBoardStore()
  return (
    <g
      className="rung"
      data-kind={rung.kind}
      data-unknown={rung.time_s === null}
      data-hot={isHot}
      onPointerDown={() => store.setPresence({ selection: [rung.id] })}
    >
      <title>{wordsOf(rung, name, calendar)}</title>
      <rect x={from} width={Math.max(0, to - from)} y={rung.kind === 'wait' ? UP : MID} height={DOWN - MID} />
      <RungLabel rung={rung} from={from} to={to} calendar={calendar} />
    </g>
  )
})

interface LabelProps {
  rung: Omit<Rung, 'from' | 'to'>
  from: number
  to: number
  calendar: Calendar
}

function RungLabel({ rung, from, to, calendar }: LabelProps) {
  const width = to - from
  if (width < 20) return null
  const isWait = rung.kind === 'wait'
  const words = rung.time_s === null ? '?' : rung.time_s === 0 ? '0' : formatDuration(counted(rung), calendar)
  const part =
    rung.weight < 0.9995 && rung.time_s
      ? `${formatShare(rung.weight)} × ${formatDuration(rung.time_s, calendar)}`
      : null
  const middle = (from + to) / 2
  return (
    <>
      <text className="rung-label" x={middle} y={isWait ? UP - 7 : DOWN + 16}>
        {words}
      </text>
      {part && width > 58 && (
        <text className="rung-part" x={middle} y={(isWait ? (UP + MID) / 2 : (MID + DOWN) / 2) + 4}>
          {part}
        </text>
      )}
    </>
  )
}

function outline(drawn: readonly Rung[], at: (place: number) => number): string {
  return drawn
    .map((rung, place) => {
      const y = rung.kind === 'wait' ? UP : DOWN
      return `${place === 0 ? 'M' : 'L'}${at(rung.from).toFixed(1)} ${y}H${at(rung.to).toFixed(1)}`
    })
    .join('')
}

export function rungWords(rung: Rung, calendar: Calendar, elements: Elements): string {
  return wordsOf(rung, nameOf(rung, elements), calendar)
}

function nameOf({ id }: Rung, elements: Elements): string {
  const element = elements.get(id)
  return element && 'name' in element && element.name ? element.name : 'queue'
}

function wordsOf(rung: Omit<Rung, 'from' | 'to'>, name: string, calendar: Calendar): string {
  const what = rung.kind === 'wait' ? 'waiting' : 'work'
  if (rung.time_s === null) return `${name}: ${what} not known yet`
  const time = formatDuration(rung.time_s, calendar)
  const part =
    rung.weight < 0.9995 ? `${formatShare(rung.weight)} of ${time} = ${formatDuration(counted(rung), calendar)}` : time
  return `${name}: ${part} ${what}`
}
