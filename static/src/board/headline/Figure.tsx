import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from '../useStore'
import { definitions, type FigureId, needs, provenanceWords } from './definitions'

export interface FigureReading {
  value: string | null
  beside: string | null
  evidence?: readonly string[]
}

interface FigureProps {
  figure: FigureId
  /** Null before the first figures have come. */
  reading: FigureReading | null
  isHot?: boolean
  isMinor?: boolean
}

/** One figure; hovering, focusing or tapping it tells what it is, by which convention, and what it rests on. */
export function Figure({ figure, reading, isHot = false, isMinor = false }: FigureProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const { title } = definitions[figure]
  const value = reading?.value ?? null
  return (
    <div
      className="figure"
      data-figure={figure}
      data-minor={isMinor}
      onPointerEnter={hover(setOpen, true)}
      onPointerLeave={hover(setOpen, false)}
    >
      <button
        ref={button}
        type="button"
        className="figure-face"
        aria-describedby={isOpen ? id : undefined}
        aria-expanded={isOpen}
        onFocus={(event) => event.target.matches(':focus-visible') && setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen((open) => !open)}
        onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)}
      >
        <span className="figure-title">{title}</span>
        <span className="figure-line">
          <span className="figure-value" data-hot={isHot && value !== null} data-missing={value === null}>
            {value ?? (reading ? 'not known yet' : '…')}
          </span>
          {reading?.beside && <span className="figure-beside">{reading.beside}</span>}
        </span>
      </button>
      {isOpen && <Explanation id={id} figure={figure} reading={reading} anchor={button.current} />}
    </div>
  )
}

/** A mouse opens by hovering; a finger only by tapping. */
function hover(setOpen: (open: boolean) => void, open: boolean) {
  return (event: { pointerType: string }) => {
    if (event.pointerType === 'mouse') setOpen(open)
  }
}

interface ExplanationProps {
  id: string
  figure: FigureId
  reading: FigureReading | null
  anchor: HTMLElement | null
}

function Explanation({ id, figure, reading, anchor }: ExplanationProps) {
  const metrics = useStore((state) => state.metrics)
  const { title, meaning, formula, convention } = definitions[figure]
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!box.current || !anchor) return
    const at = anchor.getBoundingClientRect()
    const width = box.current.offsetWidth
    box.current.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`
    const below = at.bottom + 4
    const height = box.current.offsetHeight
    box.current.style.top = `${below + height < window.innerHeight ? below : Math.max(8, at.top - height - 4)}px`
  }, [anchor])
  const asked = metrics && reading?.value === null ? needs(metrics, figure) : []
  const isOfLeadTime = figure === 'lead_time' || figure === 'flow_efficiency'
  const rests = metrics && isOfLeadTime ? provenanceWords(metrics) : null
  return (
    <div ref={box} id={id} className="explanation" role="tooltip">
      <p className="explanation-title">{title}</p>
      <p>{meaning}</p>
      <p className="explanation-formula">{formula}</p>
      <p>{convention}</p>
      {reading?.evidence?.map((sentence) => (
        <p key={sentence} className="explanation-evidence">
          {sentence}
        </p>
      ))}
      {rests && <p className="explanation-rests">The lead time is {rests}.</p>}
      {asked.length > 0 && (
        <ul className="explanation-needs">
          {asked.slice(0, 4).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {asked.length > 4 && <li>and {asked.length - 4} more</li>}
        </ul>
      )}
    </div>
  )
}
