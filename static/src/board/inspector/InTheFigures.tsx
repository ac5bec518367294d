import { formatDuration } from '../../model/durations'
import { formatNumber, formatShare } from '../../model/figures'
import type { Calendar, ElementId, MapElement, Metrics } from '../../model/types'
import { outsideOf, pathWeights } from '../canvas/marks'
import { useStore } from '../useStore'
import { Section } from './Section'

interface Contribution {
  label: string
  text: string
  meaning: string
  isWarning?: boolean
}

interface InTheFiguresProps {
  id: ElementId
  element: MapElement
  calendar: Calendar
}

/** What an element adds to the figures of the map, what they still need from it, and what is found at it. */
export function InTheFigures({ id, element, calendar }: InTheFiguresProps) {
  const metrics = useStore((state) => state.metrics)
  if (metrics === null) return null
  const contributions = contributionsOf(id, element, metrics, calendar)
  const at = (list: readonly { element: ElementId | null; sentence: string }[]) =>
    list.filter((entry) => entry.element === id).map((entry) => entry.sentence)
  const [problems, missing, findings] = [at(metrics.problems), at(metrics.missing), at(metrics.findings)]
  const evidence = metrics.constraint?.step === id ? metrics.constraint.evidence : []
  if (contributions.length + problems.length + missing.length + findings.length + evidence.length === 0) return null
  return (
    <Section title="In the figures">
      {evidence.length > 0 && <Sentences tone="warn" title="The constraint" sentences={evidence} />}
      {problems.length > 0 && <Sentences tone="bad" title="Wrong here" sentences={problems} />}
      {contributions.length > 0 && (
        <dl className="contributions">
          {contributions.map(({ label, text, meaning, isWarning }) => (
            <div key={label} title={meaning}>
              <dt>{label}</dt>
              <dd className={isWarning ? 'contribution-warning' : undefined}>
                {text}
                {isWarning && <span className="visually-hidden"> (too high)</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {missing.length > 0 && <Sentences tone="quiet" title="Still needed" sentences={missing} />}
      {findings.length > 0 && <Sentences tone="quiet" title="Worth a look" sentences={findings} />}
    </Section>
  )
}

function Sentences({ tone, title, sentences }: { tone: string; title: string; sentences: readonly string[] }) {
  return (
    <div className="sentences" data-tone={tone}>
      <h4>{title}</h4>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}

/** Above this share of its time a step makes work wait, whatever else is done. */
const BUSY = 0.85

function contributionsOf(id: ElementId, element: MapElement, metrics: Metrics, calendar: Calendar): Contribution[] {
  if (element.kind !== 'step' && element.kind !== 'queue') return []
  const list: Contribution[] = [placeOnPath(id, metrics)]
  const figures = metrics.steps[id] ?? metrics.queues[id]
  if (!figures) return list
  if (figures.wait_time_s !== null && element.kind === 'queue') {
    list.push({
      label: 'Waiting in it',
      text: formatDuration(figures.wait_time_s, calendar),
      meaning: element.wait_time ? 'As stated.' : 'From the items, by the rule of the charter.',
    })
  }
  if (figures.visits !== null) {
    const times = formatVisits(figures.visits)
    list.push({ label: 'Visits', text: `${times} an item`, meaning: 'How often one item comes here, rework included.' })
  }
  const step = metrics.steps[id]
  if (step && step.utilisation !== null) {
    const busy = step.utilisation
    list.push({
      label: 'Utilisation',
      text: busy > 1 ? `${formatShare(busy)}: cannot meet demand` : formatShare(busy),
      meaning: 'Demand × visits × work ÷ (people × uptime × working time). Above 85 % work starts to pile up.',
      isWarning: busy > BUSY,
    })
  }
  if (step && step.capacity_per_day !== null) {
    list.push({
      label: 'Capacity',
      text: capacityText(step.capacity_per_day),
      meaning: 'People × uptime × working time ÷ (visits × work).',
    })
  }
  return list
}

function placeOnPath(id: ElementId, metrics: Metrics): Contribution {
  const label = 'Lead time'
  const weight = pathWeights(metrics).get(id)
  if (outsideOf(metrics).has(id)) {
    return { label, text: 'outside the stream', meaning: 'No arrow of items leads here or from here.' }
  }
  if (weight === undefined) {
    return {
      label,
      text: 'not counted',
      meaning: 'It is not on the counted path: reached by rework alone, evidence only, or beside a longer branch.',
    }
  }
  if (weight > 0.9995) return { label, text: 'counted in full', meaning: 'Every item passes here.' }
  return { label, text: `counted at ${formatShare(weight)}`, meaning: 'This share of the items passes here.' }
}

function formatVisits(visits: number): string {
  return `${Number(visits.toFixed(2))} ×`
}

function capacityText(perDay: number): string {
  return perDay >= 10 ? `${formatNumber(perDay)} a day` : `${Number(perDay.toPrecision(2))} a day`
}
