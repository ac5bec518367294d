import type { SensitivityBar } from '../../../model/analysis'
import { formatDuration } from '../../../model/durations'
import type { Calendar, ElementId } from '../../../model/types'
import { ProvenanceGlyph } from '../../shell/ProvenanceGlyph'
import { useStore } from '../../useStore'
import { moveFocus } from '../moveFocus'
import { type Axis, fieldWord, inputText, type Side, sidesOf } from './tornado'

interface TornadoProps {
  bars: readonly SensitivityBar[]
  lead_s: number
  axis: Axis
  calendar: Calendar
  onOpen: (id: ElementId, field: string) => void
}

/** The bars on one axis, the largest swing first; each opens the field that it speaks of. */
export function Tornado({ bars, lead_s, axis, calendar, onOpen }: TornadoProps) {
  return (
    <div className="tornado">
      <div className="tornado-axis" aria-hidden="true">
        <span>{formatDuration(axis.from_s, calendar)}</span>
        <strong style={{ left: `${axis.middle}%` }} data-edge={edgeOf(axis.middle)}>
          {formatDuration(lead_s, calendar)}
        </strong>
        <span>{formatDuration(axis.to_s, calendar)}</span>
      </div>
      <ol aria-label="Inputs by how much they change the lead time" onKeyDown={moveFocus}>
        {bars.map((bar) => (
          <li key={`${bar.element} ${bar.field}`}>
            <Bar bar={bar} lead_s={lead_s} axis={axis} calendar={calendar} onOpen={onOpen} />
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Where the axis hardly goes on: its middle label would run into the one at the end. */
function edgeOf(middle: number): 'left' | 'right' | undefined {
  if (middle < 22) return 'left'
  return middle > 78 ? 'right' : undefined
}

interface BarProps extends Omit<TornadoProps, 'bars'> {
  bar: SensitivityBar
}

function Bar({ bar, lead_s, axis, calendar, onOpen }: BarProps) {
  const { element, name, field, source, range, swing_s } = bar
  const isChosen = useStore((state) => state.own.selection.includes(element))
  const sides = sidesOf(bar, lead_s, axis)
  const [shorter, longer] = sides
  const time = (seconds: number) => formatDuration(seconds, calendar)
  return (
    <button
      type="button"
      className="tornado-bar"
      data-chosen={isChosen}
      title="Open its field"
      onClick={() => onOpen(element, field)}
    >
      <span className="tornado-name">
        <ProvenanceGlyph source={source} />
        <span className="tornado-input">
          <strong>{name}</strong> {fieldWord(field)}
        </span>
        <span className="visually-hidden">
          , {range} from {inputText(bar.low, field, calendar)} to {inputText(bar.high, field, calendar)}, lead time from{' '}
          {time(shorter.lead_time_s)} to {time(longer.lead_time_s)}, a swing of{' '}
        </span>
        <span className="tornado-swing">{time(swing_s)}</span>
      </span>
      <span className="tornado-track" aria-hidden="true">
        <i className="tornado-middle" style={{ left: `${axis.middle}%` }} />
        {sides.map((side, place) => (
          <SideBar key={place === 0 ? 'shorter' : 'longer'} side={side} range={range} />
        ))}
        <Ends sides={sides} field={field} calendar={calendar} />
      </span>
    </button>
  )
}

function SideBar({ side, range }: { side: Side; range: SensitivityBar['range'] }) {
  if (side.width === 0) return null
  return (
    <i
      className="tornado-side"
      data-shorter={side.isShorter}
      data-range={range}
      style={{ left: `${side.left}%`, width: `${side.width}%` }}
    />
  )
}

/** The input's value at each end. */
function Ends({
  sides: [shorter, longer],
  field,
  calendar,
}: {
  sides: [Side, Side]
  field: string
  calendar: Calendar
}) {
  return (
    <>
      <span className="tornado-end" style={{ right: `${100 - shorter.left}%` }}>
        {inputText(shorter.value, field, calendar)}
      </span>
      <span className="tornado-end" style={{ left: `${longer.left + longer.width}%` }}>
        {inputText(longer.value, field, calendar)}
      </span>
    </>
  )
}
