import { useCallback, useMemo, useState } from 'react'
import type uPlot from 'uplot'
import { Figure } from './Figure'
import type { Ink } from './ink'
import { Plot } from './Plot'
import { SignalList } from './SignalList'
import type { Scale } from './scales'
import { XmrTable } from './XmrTable'
import { datesOf, markedOn, type XmrJson } from './xmr'
import { rangesDrawing, readingsDrawing } from './xmrDrawing'
import { type DatedMark, MarkList, MarkNames, placedMarks } from './xmrMarks'
import { LimitNames, LimitWords, SegmentNames, SignalMarks } from './xmrOverlay'

export interface XmrChartProps {
  title: string
  chart: XmrJson
  scale: Scale
  height?: number
  /** What happened meanwhile: drawn as upright lines, named above them and in a list. */
  marks?: readonly DatedMark[]
  /** Where the days begin; the browser's own zone unless told. */
  timeZone?: string
  /** Without its own verdict and the moving ranges, where the page says what the readings mean. */
  compact?: boolean
}

const NO_MARKS: readonly DatedMark[] = []

/** Readings, their moving ranges, the limits of both, and which readings mean something. */
export function XmrChart({
  title,
  chart,
  scale,
  height = 260,
  marks = NO_MARKS,
  timeZone,
  compact = false,
}: XmrChartProps) {
  const [pointed, setPointed] = useState<number | null>(null)
  const [spoken, setSpoken] = useState<number | null>(null)
  const date = useMemo(() => datesOf(chart.readings, timeZone), [chart.readings, timeZone])
  const places = useMemo(() => chart.readings.map((_, place) => place), [chart.readings])
  const events = useMemo(() => placedMarks(marks, chart.readings), [marks, chart.readings])
  const values = useMemo<uPlot.AlignedData>(
    () => [places, chart.readings.map((point) => point.value)],
    [places, chart.readings],
  )
  const moves = useMemo<uPlot.AlignedData>(
    () => [places, chart.readings.map((point) => point.moving_range)],
    [places, chart.readings],
  )
  const drawReadings = useCallback(
    (ink: Ink, width: number) => readingsDrawing({ ink, width, chart, scale, date, marks: events }),
    [chart, scale, date, events],
  )
  const drawRanges = useCallback(
    (ink: Ink, width: number) => rangesDrawing({ ink, width, chart, scale, date, marks: events }),
    [chart, scale, date, events],
  )
  const place = pointed === null ? null : Math.round(pointed)
  const shared = { chart, spoken, onSpeak: setSpoken }
  return (
    <Figure title={title} table={<XmrTable chart={chart} scale={scale} date={date} />}>
      {!compact && <p className="chart-verdict">{chart.sentence}</p>}
      {chart.readings.length > 0 && (
        <>
          <p className="chart-reading" aria-hidden="true">
            {place === null ? 'Readings' : readingWords(chart, place, date, scale)}
          </p>
          <Plot
            label={`${title}: chart of ${chart.readings.length} readings with limits`}
            height={height}
            data={values}
            options={drawReadings}
            onPointer={setPointed}
            overlay={(frame) => (
              <>
                <SegmentNames frame={frame} chart={chart} />
                <MarkNames frame={frame} marks={events} />
                <LimitNames frame={frame} chart={chart} scale={scale} which="readings" />
                <SignalMarks frame={frame} marked={markedOn(chart, 'readings')} {...shared} />
              </>
            )}
          />
          <LimitWords chart={chart} scale={scale} which="readings" />
          {!compact && (
            <>
              <p className="chart-reading chart-below" aria-hidden="true">
                Moving ranges: from each reading to the next
              </p>
              <Plot
                label={`${title}: chart of moving ranges with their limit`}
                height={Math.round(height * 0.52)}
                data={moves}
                options={drawRanges}
                onPointer={setPointed}
                overlay={(frame) => (
                  <>
                    <LimitNames frame={frame} chart={chart} scale={scale} which="moving_ranges" />
                    <SignalMarks frame={frame} marked={markedOn(chart, 'moving_ranges')} {...shared} />
                  </>
                )}
              />
              <LimitWords chart={chart} scale={scale} which="moving_ranges" />
            </>
          )}
        </>
      )}
      <MarkList marks={events} timeZone={timeZone} />
      <SignalList chart={chart} spoken={spoken} onSpeak={setSpoken} />
    </Figure>
  )
}

function readingWords(chart: XmrJson, place: number, date: (place: number) => string, scale: Scale): string {
  const point = chart.readings[place]
  if (!point) return 'Readings'
  const value = point.value === null ? 'missing' : scale.format(point.value)
  const moved = point.moving_range === null ? '' : ` · moved by ${scale.format(point.moving_range)}`
  return `${date(place)}: ${value}${moved}`
}
