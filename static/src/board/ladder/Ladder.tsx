import { useViewport } from '@xyflow/react'
import { useDeferredValue, useMemo } from 'react'
import { calendarOf } from '../../model/calendar'
import type { Elements, Metrics } from '../../model/types'
import { MinorFigures } from '../headline/Headline'
import { EffortLanePlace } from '../rounds/RoundsPlace'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { type Rung, rungs } from './geometry'
import { LadderDrawing } from './LadderDrawing'
import { ScaleBar } from './ScaleBar'
import { stationsOf } from './stations'
import { Totals } from './Totals'
import './ladder.css'

/** The stretch before the first box, as wide as the gap between two steps. */
const LEAD_IN = 76

/** The timeline under the map: always in sight, always under the boxes that it speaks of. */
export function Ladder() {
  const ui = useUiStore()
  const isOpen = useUi((state) => state.ladder)
  // Beside the table there is nothing to stand under; the totals and the bar stay.
  const isOnMap = useUi((state) => state.view === 'canvas')
  const elements = useStore((state) => state.elements)
  const metrics = useStore((state) => state.metrics)
  const charter = useStore((state) => state.charter)
  const { x, zoom } = useViewport()
  const calendar = useMemo(() => calendarOf(charter), [charter])
  // Drawn when nothing more urgent is to be drawn: a box that is dragged comes first.
  const shown = useDeferredValue(useMemo(() => ({ elements, metrics }), [elements, metrics]))
  const drawn = useMemo(() => drawnOf(shown), [shown])
  const isKnown = drawn.some((rung) => rung.time_s !== null)
  return (
    <section className="ladder" aria-label="Timeline" data-open={isOpen}>
      <header className="ladder-head">
        <button
          type="button"
          className="ladder-toggle"
          aria-expanded={isOpen}
          title="Show or hide the timeline (L)"
          onClick={() => ui.set({ ladder: !isOpen })}
        >
          <svg viewBox="0 0 10 10" aria-hidden="true">
            <path
              d={isOpen ? 'M1.5 3.5 5 7l3.5-3.5' : 'M1.5 6.5 5 3l3.5 3.5'}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
            />
          </svg>
          Timeline
        </button>
        {metrics && isKnown ? (
          <Totals metrics={metrics} elements={elements} charter={charter} />
        ) : (
          <p className="ladder-totals">
            Waiting is drawn up, work is drawn down, under the step that it belongs to. It appears with the first time
            that somebody gives.
          </p>
        )}
        <MinorFigures />
      </header>
      {isOpen && (
        <>
          {isKnown && isOnMap && (
            <LadderDrawing drawn={drawn} shift={x} zoom={zoom} calendar={calendar} elements={shown.elements} />
          )}
          {isOnMap && <EffortLanePlace shift={x} zoom={zoom} />}
          {!isKnown && <LadderExample />}
          {isKnown && <ScaleBar drawn={drawn} calendar={calendar} elements={shown.elements} />}
        </>
      )}
    </section>
  )
}

function drawnOf({ elements, metrics }: { elements: Elements; metrics: Metrics | null }): Rung[] {
  return metrics ? rungs(stationsOf(elements, metrics), LEAD_IN) : []
}

/** What a ladder looks like, for those who see one for the first time. */
function LadderExample() {
  return (
    <svg className="ladder-example" viewBox="0 0 460 84" aria-hidden="true">
      <path d="M10 22h80v40h110v-40h80v40h110v-40h60" />
      <text x="50" y="15">
        wait
      </text>
      <text x="145" y="79">
        work
      </text>
      <text x="240" y="15">
        wait
      </text>
      <text x="335" y="79">
        work
      </text>
    </svg>
  )
}
