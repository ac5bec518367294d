import { memo, type PointerEvent } from 'react'
import type { Calendar, Elements } from '../../model/types'
import { useStore } from '../useStore'
import { type Rung, type Stretch, toScale } from './geometry'
import { rungWords } from './LadderDrawing'
import { Sources } from './Sources'

interface ScaleBarProps {
  drawn: readonly Rung[]
  calendar: Calendar
  elements: Elements
}

/** The same times to scale: how little of the lead time is work. */
export const ScaleBar = memo(function ScaleBar({ drawn, calendar, elements }: ScaleBarProps) {
  const metrics = useStore((state) => state.metrics)
  const stretches = toScale(drawn)
  if (stretches.length === 0) return null
  const tell = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    const at = (clientX - left) / width
    const here = stretches.find(({ from, to }) => from <= at && at < to)
    currentTarget.title = here ? rungWords(here.rung, calendar, elements) : ''
  }
  return (
    <div className="scale">
      <span className="scale-title">To scale</span>
      <div className="scale-bar" aria-hidden="true" onPointerMove={tell}>
        <div className="scale-work" style={{ maskImage: maskOf(stretches) }} />
      </div>
      {metrics && <Sources metrics={metrics} />}
    </div>
  )
})

/** A gradient that lets through the stretches of work. */
export function maskOf(stretches: readonly Stretch[]): string {
  const stops = stretches.map(({ rung, from, to }) => {
    const colour = rung.kind === 'work' ? '#000' : 'transparent'
    return `${colour} ${percent(from)} ${percent(to)}`
  })
  return `linear-gradient(to right, ${stops.join(', ')})`
}

function percent(part: number): string {
  return `${Number((part * 100).toFixed(3))}%`
}
