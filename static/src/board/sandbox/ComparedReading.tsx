import './door.css'
import { useMemo } from 'react'
import { calendarOf } from '../../model/calendar'
import { useStore } from '../useStore'
import { type Compared, compare, compareConstraint, isComparable, SIGNS, spoken } from './compare'

/** How a figure of the what-if differs from today's; null on the map itself and for figures that no what-if moves. */
export function useCompared(figure: string): Compared | null {
  const today = useStore((state) => state.whatIf?.today ?? null)
  const metrics = useStore((state) => (state.whatIf ? state.metrics : null))
  const elements = useStore((state) => state.elements)
  const charter = useStore((state) => state.charter)
  return useMemo(() => {
    if (today === null || metrics === null) return null
    if (figure === 'constraint') return compareConstraint(metrics, today, elements)
    return isComparable(figure) ? compare(figure, metrics, today, calendarOf(charter)) : null
  }, [figure, today, metrics, elements, charter])
}

/** “▼ 6.5 d, better” beside the name of a figure. */
export function ComparedChange({ compared }: { compared: Compared }) {
  const { words, way, tone } = compared
  if (words === '') return null
  return (
    <span className="figure-change" data-tone={tone}>
      <span aria-hidden="true">
        {way && `${SIGNS[way]} `}
        {words}
        {way && ` ${tone}`}
      </span>
      <span className="visually-hidden">: {spoken(compared)}</span>
    </span>
  )
}

/** Today's figure before that of the what-if. */
export function ComparedToday({ compared: { today, tone } }: { compared: Compared }) {
  if (tone === 'same') return null
  return (
    <span className="figure-today">
      <span className="visually-hidden">today </span>
      {today} <span aria-hidden="true">→</span>
      <span className="visually-hidden"> what if </span>
    </span>
  )
}
