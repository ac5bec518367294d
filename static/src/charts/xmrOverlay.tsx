import { stacked } from './labels'
import type { Frame } from './Plot'
import type { Scale } from './scales'
import { type Marked, namedLines, type Rule, type Segment, type Signal, type XmrJson } from './xmr'

const LABEL_HEIGHT = 16
const SHAPES: Record<Rule, string> = {
  outside: 'M8 .8 15.2 8 8 15.2 .8 8Z',
  run: 'M2.2 2.2h11.6v11.6H2.2Z',
  near_limit: 'M8 1.2 15 14H1Z',
}
const NAMES: Record<Rule, string> = {
  outside: 'outside a limit',
  run: 'eight or more in a row on one side of the mean',
  near_limit: 'three of four nearer to a limit than to the mean',
}

export function SignalShape({ rule }: { rule: Rule }) {
  return (
    <svg className="signal-shape" data-rule={rule} viewBox="0 0 16 16" role="img" aria-label={NAMES[rule]}>
      <path d={SHAPES[rule]} />
    </svg>
  )
}

interface SignalMarksProps {
  frame: Frame
  marked: readonly Marked[]
  chart: XmrJson
  spoken: number | null
  onSpeak: (number: number | null) => void
}

/** The marked readings; hovering or focusing one says why. Of each signal the last reading takes the focus. */
export function SignalMarks({ frame, marked, chart, spoken, onSpeak }: SignalMarksProps) {
  // Neighbours on a narrow screen must not cover each other.
  const size = Math.max(12, Math.min(24, frame.width / chart.readings.length))
  return marked.map(({ place, value, rule, numbers }) => {
    const [number = 0] = numbers
    const reasons = numbers.map((one) => chart.signals[one - 1]?.sentence ?? '').join(' ')
    const isLast = numbers.some((one) => chart.signals[one - 1]?.readings.at(-1) === place)
    const at = { left: frame.x(place) - size / 2, top: frame.y(value) - size / 2, width: size, height: size }
    return (
      <button
        key={place}
        type="button"
        className="signal-mark"
        data-spoken={spoken !== null && numbers.includes(spoken)}
        data-edge={at.left > frame.left + frame.width / 2 ? 'right' : 'left'}
        style={at}
        tabIndex={isLast ? 0 : -1}
        aria-label={reasons}
        onPointerEnter={() => onSpeak(number)}
        onPointerLeave={() => onSpeak(null)}
        onFocus={() => onSpeak(number)}
        onBlur={() => onSpeak(null)}
      >
        <SignalShape rule={rule} />
        <span className="signal-reason" aria-hidden="true">
          {reasons}
        </span>
      </button>
    )
  })
}

interface LimitNamesProps {
  frame: Frame
  chart: XmrJson
  scale: Scale
  which: Signal['chart']
}

/** The lines of the newest segment that has limits, and the target, named at their end. */
export function LimitNames({ frame, chart, scale, which }: LimitNamesProps) {
  const lines = namedLines(chart, which)
  const heights = stacked(
    lines.map((line) => frame.y(line.value)),
    LABEL_HEIGHT,
    frame.top,
    frame.top + frame.height,
  )
  return lines.map((line, place) => (
    <span
      key={line.name}
      className="limit-name"
      data-kind={line.kind}
      style={{ left: frame.left + frame.width + 6, top: heights[place] }}
    >
      {line.name} <b>{scale.format(line.value)}</b>
    </span>
  ))
}

/** The same in one line, where there is no room beside the drawing. */
export function LimitWords({ chart, scale, which }: Omit<LimitNamesProps, 'frame'>) {
  const lines = namedLines(chart, which)
  if (lines.length === 0) return null
  return (
    <p className="limit-words" aria-hidden="true">
      {lines.map((line) => (
        <span key={line.name} data-kind={line.kind}>
          {line.name} <b>{scale.format(line.value)}</b>
        </span>
      ))}
    </p>
  )
}

/** What happened where a segment begins; a name has the room up to the next. */
export function SegmentNames({ frame, chart }: { frame: Frame; chart: XmrJson }) {
  const named = chart.segments.filter((segment): segment is Segment & { name: string } => segment.name !== null)
  const right = frame.left + frame.width
  return named.map((segment) => {
    const left = segment.first === 0 ? frame.left : frame.x(segment.first - 0.5)
    const next = named.find((other) => other.first > segment.first)
    const end = next ? frame.x(next.first - 0.5) : right
    const isTight = end - left < 60
    return (
      <span
        key={segment.first}
        className="segment-name"
        title={segment.name}
        style={isTight ? { right: `calc(100% - ${end}px)`, maxWidth: 140 } : { left, maxWidth: end - left }}
      >
        {segment.name}
      </span>
    )
  })
}
