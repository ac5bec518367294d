import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { ComparedChange, ComparedToday, useCompared } from '../sandbox/ComparedReading'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { definitions, type FigureId, needs, provenanceWords } from './definitions'

export interface FigureReading {
  value: string | null
  beside: string | null
  evidence?: readonly string[]
  /** What the room says of it, beside its title. */
  room?: string | null
}

interface FigureProps {
  figure: FigureId
  /** Null before the first figures have come. */
  reading: FigureReading | null
  isHot?: boolean
  isMinor?: boolean
}

/** One figure: hovering or focusing tells what it is and by which convention, pressing opens all that it counts. */
export function Figure({ figure, reading, isHot = false, isMinor = false }: FigureProps) {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const ui = useUiStore()
  const { title, explained } = definitions[figure]
  const isExplained = useUi(({ analysis }) => analysis?.tab === 'figures' && analysis.figure === explained)
  const explain = () => {
    setOpen(false)
    ui.set({ analysis: { tab: 'figures', figure: explained } })
  }
  const value = reading?.value ?? null
  const compared = useCompared(figure)
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
        aria-haspopup="dialog"
        aria-expanded={isExplained}
        onFocus={(event) => event.target.matches(':focus-visible') && setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={explain}
        onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && setOpen(false)}
      >
        <span className="figure-title">
          {title}
          {reading?.room && <span className="figure-room"> · {reading.room}</span>}
          {compared && <ComparedChange compared={compared} />}
        </span>
        <span className="figure-line">
          {compared && <ComparedToday compared={compared} />}
          <span className="figure-value" data-hot={isHot && value !== null} data-missing={value === null}>
            {value ?? (reading ? 'not known yet' : '…')}
          </span>
          {reading?.beside && !compared && <span className="figure-beside">{reading.beside}</span>}
        </span>
      </button>
      {isOpen && <Explanation id={id} figure={figure} reading={reading} anchor={button.current} onExplain={explain} />}
    </div>
  )
}

/** Only a mouse hovers: a finger that comes near presses. */
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
  onExplain: () => void
}

function Explanation({ id, figure, reading, anchor, onExplain }: ExplanationProps) {
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
    // The focus stays on the figure, so that a press in here does not close it.
    // biome-ignore lint/a11y/noStaticElementInteractions: the figure itself is the button for the keyboard
    <div ref={box} className="explanation" onMouseDown={(event) => event.preventDefault()}>
      <div id={id} role="tooltip">
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
      <button type="button" className="explanation-open" tabIndex={-1} onClick={onExplain}>
        Open: what it counts and rests on <kbd>Enter</kbd>
      </button>
    </div>
  )
}
