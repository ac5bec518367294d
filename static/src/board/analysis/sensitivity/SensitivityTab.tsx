import { useState } from 'react'
import type { SensitivityAnswer } from '../../../model/analysis'
import { calendarOf } from '../../../model/calendar'
import { formatDuration } from '../../../model/durations'
import type { ElementId } from '../../../model/types'
import { useStore } from '../../useStore'
import { AnswerState } from '../AnswerState'
import { useAnswer } from '../useAnswer'
import { SensitivityTable } from './SensitivityTable'
import { Tornado } from './Tornado'
import { assumedText, axisOf, SHOWN } from './tornado'
import './sensitivity.css'

interface SensitivityTabProps {
  onOpen: (id: ElementId, field: string) => void
}

/** Which uncertain input moves the lead time most, so that the room knows which guess to check first. */
export function SensitivityTab({ onOpen }: SensitivityTabProps) {
  const answer = useAnswer('sensitivity')
  return (
    <>
      <AnswerState answer={answer} what="What the lead time is sensitive to" />
      {answer.told && <Sensitivity answer={answer.told} onOpen={onOpen} />}
    </>
  )
}

function Sensitivity({ answer, onOpen }: { answer: SensitivityAnswer } & SensitivityTabProps) {
  const { bars, lead_time_s: lead, sentence, needs, notes, assumed } = answer
  const calendar = calendarOf(useStore((state) => state.charter))
  const [isWhole, setWhole] = useState(false)
  const axis = axisOf(answer)
  const factors = assumedText(assumed)
  return (
    <div className="sensitivity">
      <h3 className="visually-hidden">What to check first</h3>
      <First sentence={sentence} />
      {needs.length > 0 && (
        <section className="part part-sentences" data-tone="needs">
          <h4>Still needed</h4>
          <ul>
            {needs.map((need) => (
              <li key={need}>{need}</li>
            ))}
          </ul>
        </section>
      )}
      {axis !== null && lead !== null && (
        <>
          <Tornado
            bars={isWhole ? bars : bars.slice(0, SHOWN)}
            lead_s={lead}
            axis={axis}
            calendar={calendar}
            onOpen={onOpen}
          />
          {bars.length > SHOWN && (
            <button type="button" className="act-quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole ? `Only the ${SHOWN} largest` : `All ${bars.length} inputs`}
            </button>
          )}
          <p className="sensitivity-legend">
            Each bar changes one input alone, to the values at its ends, and shows what becomes of the{' '}
            {formatDuration(lead, calendar)} that are expected, rework included: green where it gets shorter, amber
            where it gets longer. <i className="tornado-key" data-range="stated" /> Its range was stated.{' '}
            <i className="tornado-key" data-range="assumed" /> No range was stated, so one is assumed
            {factors === null ? '.' : `: ${factors}`}
          </p>
          {notes.map((note) => (
            <p key={note} className="sensitivity-legend">
              {note}
            </p>
          ))}
          <details className="sensitivity-numbers">
            <summary>The same in numbers</summary>
            <SensitivityTable bars={bars} calendar={calendar} />
          </details>
        </>
      )}
    </div>
  )
}

/** What to do stands before the colon, why after it. */
function First({ sentence }: { sentence: string }) {
  const colon = sentence.indexOf(': ') + 1
  return (
    <p className="sensitivity-first">
      <strong>{sentence.slice(0, colon)}</strong>
      {sentence.slice(colon)}
    </p>
  )
}
