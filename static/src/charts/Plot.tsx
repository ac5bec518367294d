import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import './charts.css'
import './signals.css'
import { type Ink, useInk } from './ink'

/** Where the drawing area lies in the plot's box, in CSS pixels, and where values lie in that box. */
export interface Frame {
  left: number
  top: number
  width: number
  height: number
  x(value: number): number
  y(value: number): number
}

export type PlotOptions = Omit<uPlot.Options, 'width' | 'height' | 'legend'>

interface PlotProps {
  /** What the picture shows, for those who do not see it. */
  label: string
  height: number
  data: uPlot.AlignedData
  /** Must be the same function until something that it draws with changes: a new one draws everything anew. */
  options: (ink: Ink, width: number) => PlotOptions
  /** Texts and marks above the drawing, placed by its frame. */
  overlay?: (frame: Frame) => ReactNode
  /** The value along the drawing that the pointer is at, null when it leaves. */
  onPointer?: (value: number | null) => void
}

/** What an upright A4 sheet has room for, in CSS pixels; the browser says nothing of it before it prints. */
const PAPER_WIDTH = 620

/** A canvas drawn by uPlot, as wide as its container, in the colours of the theme; gone when unmounted. */
export function Plot({ label, height, data, options, overlay, onPointer }: PlotProps) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const ink = useInk(box)
  const { width, isPaper } = useWidth(box)
  const [frame, setFrame] = useState<Frame | null>(null)
  const told = useRef(onPointer)
  useLayoutEffect(() => {
    told.current = onPointer
  })

  useEffect(() => {
    const host = canvas.current
    if (!host || !ink || width === 0) return
    const asked = options(ink, width)
    const drawn = new uPlot(
      {
        ...asked,
        width,
        height,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, ...asked.cursor },
        hooks: {
          ...asked.hooks,
          // What is printed is printed at once: texts that came a moment later would stand where they were.
          draw: [
            ...(asked.hooks?.draw ?? []),
            (self) => (isPaper ? flushSync(() => setFrame(frameOf(self))) : setFrame(frameOf(self))),
          ],
          setCursor: [(self) => told.current?.(pointed(self))],
        },
      },
      data,
      host,
    )
    return () => drawn.destroy()
  }, [ink, width, isPaper, height, data, options])

  return (
    <div className="plot" ref={box} style={{ height }}>
      <div ref={canvas} role="img" aria-label={label} />
      {frame && overlay && <div className="plot-overlay">{overlay(frame)}</div>}
    </div>
  )
}

function pointed(plot: uPlot): number | null {
  const left = plot.cursor.left ?? -1
  return left < 0 ? null : plot.posToVal(left, 'x')
}

function frameOf(plot: uPlot): Frame {
  const ratio = uPlot.pxRatio
  const { left, top, width, height } = plot.bbox
  const [fromX, fromY] = [left / ratio, top / ratio]
  const { x, y } = plot.scales
  const [minX, maxX, minY, maxY] = [x?.min ?? 0, x?.max ?? 1, y?.min ?? 0, y?.max ?? 1]
  const [inWidth, inHeight] = [width / ratio, height / ratio]
  return {
    left: fromX,
    top: fromY,
    width: inWidth,
    height: inHeight,
    x: (value) => fromX + ((value - minX) / (maxX - minX || 1)) * inWidth,
    y: (value) => fromY + (1 - (value - minY) / (maxY - minY || 1)) * inHeight,
  }
}

/** The element's width in whole pixels, kept while it changes, and at most that of paper while it is printed. */
function useWidth(element: { readonly current: HTMLElement | null }): { width: number; isPaper: boolean } {
  const [screen, setScreen] = useState(0)
  const [isPaper, setPaper] = useState(false)
  useLayoutEffect(() => {
    const watched = element.current
    if (!watched) return
    const measure = () => setScreen(Math.floor(watched.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(watched)
    const toPaper = () => flushSync(() => setPaper(true))
    const toScreen = () => setPaper(false)
    window.addEventListener('beforeprint', toPaper)
    window.addEventListener('afterprint', toScreen)
    return () => {
      observer.disconnect()
      window.removeEventListener('beforeprint', toPaper)
      window.removeEventListener('afterprint', toScreen)
    }
  }, [element])
  return { width: isPaper ? Math.min(screen, PAPER_WIDTH) : screen, isPaper }
}
