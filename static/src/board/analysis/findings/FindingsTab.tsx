import { calendarOf } from '../../../model/calendar'
import { formatDuration } from '../../../model/durations'
import type { Calendar, ElementId, Metrics } from '../../../model/types'
import { plainName } from '../../fields/naming'
import { useStore } from '../../useStore'
import { moveFocus } from '../moveFocus'
import { TwoRules } from './TwoRules'
import './findings.css'

type Finding = Metrics['findings'][number]

/** What the figures say when somebody looks at them for long enough, the most important first. */
export function FindingsTab({ onShow }: { onShow: (id: ElementId) => void }) {
  const metrics = useStore((state) => state.metrics)
  const calendar = calendarOf(useStore((state) => state.charter))
  if (metrics === null) return <p className="answer-state">The figures are being computed.</p>
  const { findings, constraint } = metrics
  const largest = Math.max(0, ...findings.map(({ at_stake_s }) => at_stake_s ?? 0))
  return (
    <div className="findings">
      <h3 className="visually-hidden">Findings</h3>
      {findings.length === 0 ? (
        <p className="analysis-intro">{nothingFound(metrics)}</p>
      ) : (
        <>
          <p className="analysis-intro">What stands out, the most important first. The room decides what it means.</p>
          <ol onKeyDown={moveFocus}>
            {findings.map((finding) => (
              <li key={`${finding.code} ${finding.element} ${finding.sentence}`}>
                <OneFinding finding={finding} largest={largest} calendar={calendar} onShow={onShow} />
              </li>
            ))}
          </ol>
        </>
      )}
      {constraint && <TwoRules constraint={constraint} onShow={onShow} />}
    </div>
  )
}

/** Nothing found is only good news where the figures are known. */
function nothingFound({ steps_timed: timed, steps_total: total }: Metrics): string {
  if (total === 0) return 'Nothing is on the map yet, so there is nothing to find.'
  if (timed < total) return `Nothing found yet: ${timed} of ${total} steps have their times. More of them show more.`
  return 'Nothing stands out: the waits, loads, counts and hand-offs that are stated fit each other.'
}

interface OneFindingProps {
  finding: Finding
  largest: number
  calendar: Calendar
  onShow: (id: ElementId) => void
}

function OneFinding({ finding, largest, calendar, onShow }: OneFindingProps) {
  const { element, sentence, at_stake_s: stake } = finding
  const elements = useStore((state) => state.elements)
  const isChosen = useStore((state) => element !== null && state.own.selection.includes(element))
  const words = (
    <>
      <span className="finding-place">
        {element !== null && elements.has(element) ? plainName(elements, element) : 'The whole stream'}
      </span>
      <span className="finding-sentence">{sentence}</span>
      {stake !== null && stake !== undefined && stake > 0 && (
        <span className="finding-stake">
          <span className="finding-bar">
            <i style={{ width: `${(100 * stake) / largest}%` }} />
          </span>
          <span>
            <strong>{formatDuration(stake, calendar)}</strong> at stake
          </span>
        </span>
      )}
    </>
  )
  if (element === null || !elements.has(element)) return <div className="finding">{words}</div>
  return (
    <button
      type="button"
      className="finding"
      data-chosen={isChosen}
      title="Show it on the map"
      onClick={() => onShow(element)}
    >
      {words}
    </button>
  )
}
