import { useViewport, ViewportPortal } from '@xyflow/react'
import type { ReactNode } from 'react'
import { calendarOf } from '../../model/calendar'
import type { EstimateField, PublicRound, Spread, WholeRound } from '../../model/rounds'
import { useBox } from '../canvas/FlowEdge'
import { useStore } from '../useStore'
import { SpreadDrawing, spelled } from './EstimatesResult'
import { useWholeRound } from './useRounds'
import { FIELD_WORDS } from './words'

/** Below this the words on the map grow with what is zoomed out. */
const LEGIBLE = 0.8
const GROWN_MOST = 1.9

/** What the round found, drawn where it belongs; the panel beside it says the same to those who do not see it. */
export function RoundOnMap({ round }: { round: PublicRound }) {
  const whole = useWholeRound(round)
  const { zoom } = useViewport()
  const scale = Math.min(GROWN_MOST, Math.max(1, LEGIBLE / zoom))
  if (!whole?.result) return null
  return (
    <ViewportPortal>
      <div className="round-marks" aria-hidden="true">
        {marksOf(whole).map(({ id, place, isFirst, content }) => (
          <Mark key={id} id={id} place={place} scale={scale} isFirst={isFirst}>
            {content}
          </Mark>
        ))}
      </div>
    </ViewportPortal>
  )
}

interface MarkOnMap {
  id: string
  place: 'above' | 'below'
  isFirst: boolean
  content: ReactNode
}

function marksOf({ kind, options, result }: WholeRound): MarkOnMap[] {
  switch (kind) {
    case 'votes':
      if (options.on === 'options' || options.on === 'wastes') return []
      return (result?.targets ?? []).flatMap(({ target, count, rank }) =>
        count === 0
          ? []
          : [{ id: target, place: 'above' as const, isFirst: rank === 1, content: <Dots count={count} /> }],
      )
    case 'estimates':
      return (result?.steps ?? []).map(({ element, fields = {} }) => ({
        id: element,
        place: 'below' as const,
        isFirst: false,
        content: <Spreads fields={fields} />,
      }))
    case 'constraint':
      return (result?.steps ?? []).map(({ element, count = 0 }, place) => ({
        id: element,
        place: 'above' as const,
        isFirst: place === 0,
        content: (
          <>
            {count} of {result?.people} circle this
          </>
        ),
      }))
    case 'notes':
    case 'effort':
      return []
  }
}

interface MarkProps extends Omit<MarkOnMap, 'content'> {
  scale: number
  children: ReactNode
}

function Mark({ id, place, scale, isFirst, children }: MarkProps) {
  const box = useBox(id)
  if (!box) return null
  const x = (box.left + box.right) / 2
  const y = place === 'above' ? box.top - 8 : box.bottom + 8
  const shift = place === 'above' ? 'translate(-50%, -100%)' : 'translateX(-50%)'
  return (
    <span
      className="round-mark"
      data-first={isFirst}
      data-place={place}
      style={{ transform: `translate(${x}px, ${y}px) scale(${scale}) ${shift}` }}
    >
      {children}
    </span>
  )
}

const DOTS_SHOWN = 8

function Dots({ count }: { count: number }) {
  return (
    <>
      <span className="round-mark-dots">{'●'.repeat(Math.min(count, DOTS_SHOWN))}</span> {count}
    </>
  )
}

function Spreads({ fields }: { fields: Partial<Record<EstimateField, Spread>> }) {
  const charter = useStore((state) => state.charter)
  const calendar = calendarOf(charter)
  return (Object.entries(fields) as [EstimateField, Spread][]).map(([field, spread]) => (
    <span key={field} className="round-mark-spread">
      <span>
        {FIELD_WORDS[field]} <strong>{spelled(spread.median, field, calendar)}</strong>
      </span>
      <SpreadDrawing spread={spread} />
      <small>
        {spread.high > spread.low
          ? `${spelled(spread.low, field, calendar)} – ${spelled(spread.high, field, calendar)}`
          : `all ${spread.n} say so`}
      </small>
    </span>
  ))
}
