import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { memo } from 'react'
import { calendarOf } from '../../model/calendar'
import { formatRange } from '../../model/figures'
import type { Calendar, Quantity, Step } from '../../model/types'
import { showQuantity, specOf } from '../fields/typed'
import { labelOf, VALUE_CLASSES, WASTES } from '../fields/words'
import { PredictedMark } from '../sandbox/PredictedMark'
import { ProvenanceGlyph } from '../shell/ProvenanceGlyph'
import { useUi } from '../shell/ui'
import { useStore } from '../useStore'
import { useBrushWaste } from '../waste/useBrush'
import { WasteChip } from '../waste/WasteIcon'
import { ConstraintRing, PileRing } from './ConstraintRing'
import { Flash } from './Flash'
import type { Other } from './marks'
import { OtherFlag } from './OtherFlag'
import { StepForm } from './StepForm'
import { useGap, useMarks } from './useMarks'

export type StepNodeType = Node<{ element: Step }, 'step'>

export const stepRows = [
  { field: 'wait_time', label: 'Wait' },
  { field: 'process_time', label: 'Work' },
  { field: 'complete_accurate', label: '%C/A' },
] as const

/** A process box with its data box, as in the books: name and role, wait, work, %C/A, people. */
export const StepNode = memo(function StepNode({ id, data: { element }, selected }: NodeProps<StepNodeType>) {
  const marks = useMarks(id)
  const writing = useUi((state) => (state.writing?.id === id ? state.writing.field : null))
  return (
    <div
      className="step"
      data-selected={selected}
      data-beside={marks.isBeside}
      data-outside={marks.isOutside}
      data-constraint={marks.constraint !== null}
    >
      {marks.constraint && <ConstraintRing constraint={marks.constraint} utilisation={marks.utilisation} />}
      {marks.isPile && !marks.constraint && <PileRing />}
      {marks.isOutside && <span className="outside-words">not connected · counted nowhere</span>}
      {writing === null ? (
        <>
          <header className="step-head" data-field="name">
            <span className="step-name">{element.name}</span>
            <span className="step-role">{element.role || ' '}</span>
            <StepMarks step={element} />
            <Writing others={marks.others} field="name" />
            <Writing others={marks.others} field="role" />
          </header>
          <StepFigures id={id} step={element} marks={marks.others} isHot={marks.constraint !== null} />
          <StepFoot step={element} others={marks.others} />
        </>
      ) : (
        <StepForm id={id} step={element} first={writing} />
      )}
      {element.split === 'all' && (
        <span className="split-mark" title="All ways at once: parallel work">
          all
        </span>
      )}
      {marks.others
        ?.filter((other) => other.field === null || !shownFields.has(other.field))
        .map((other) => (
          <OtherFlag key={other.participant} participant={other.participant} writes={other.field !== null} />
        ))}
      <Flash id={id} />
      <Handle type="target" position={Position.Left} />
      <Handle type="source" position={Position.Right} />
    </div>
  )
})

const shownFields = new Set(['name', 'role', 'wait_time', 'process_time', 'complete_accurate', 'people'])

function Writing({ others, field }: { others: readonly Other[] | undefined; field: string }) {
  const writer = others?.find((other) => other.field === field)
  return writer ? <OtherFlag participant={writer.participant} writes /> : null
}

function StepMarks({ step }: { step: Step }) {
  if (!step.value_class && !step.automated) return null
  return (
    <span className="step-marks">
      {step.automated && (
        <svg className="mark-automated" viewBox="0 0 14 14" role="img" aria-label="automated">
          <title>Automated</title>
          <circle cx="7" cy="7" r="2.1" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path
            d="M7 1v2.2M7 10.8V13M1 7h2.2M10.8 7H13M2.8 2.8l1.5 1.5M9.7 9.7l1.5 1.5M2.8 11.2l1.5-1.5M9.7 4.3l1.5-1.5"
            stroke="currentColor"
            strokeWidth="1.4"
          />
        </svg>
      )}
      {step.value_class && (
        <abbr className="mark-value" data-value={step.value_class} title={labelOf(VALUE_CLASSES, step.value_class)}>
          {{ adding: 'VA', necessary: 'N', waste: 'W' }[step.value_class]}
        </abbr>
      )}
    </span>
  )
}

interface FiguresProps {
  id: string
  step: Step
  marks: readonly Other[] | undefined
  isHot: boolean
}

function StepFigures({ id, step, marks, isHot }: FiguresProps) {
  const charter = useStore((state) => state.charter)
  const calendar = calendarOf(charter)
  return (
    <dl className="step-figures">
      {stepRows.map(({ field, label }) => (
        <div key={field} className="step-row" data-hot={isHot && field === 'wait_time'} data-field={field}>
          <dt>{label}</dt>
          <dd>
            <Figure id={id} field={field} quantity={step[field]} calendar={calendar} />
            <Writing others={marks} field={field} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface FigureProps {
  id: string
  field: string
  quantity: Quantity | undefined
  calendar: Calendar
}

function Figure({ id, field, quantity, calendar }: FigureProps) {
  const gap = useGap(id, field)
  if (!quantity) {
    return (
      <span className="step-empty" data-asked={gap !== undefined} title={gap}>
        {gap === undefined ? '–' : '?'}
      </span>
    )
  }
  const spec = specOf(field)
  const exact = showQuantity({ value: quantity.value, source: quantity.source }, spec, calendar)
  const ranged = showQuantity(quantity, spec, calendar)
  const range = shortRange(formatRange(quantity, spec.unit, calendar))
  return (
    <>
      <span title={ranged}>{exact}</span>
      {range !== null && <span className="step-range">{range}</span>}
      <ProvenanceGlyph source={quantity.source} n={quantity.n} />
      {field === 'wait_time' && <PredictedMark id={id} />}
    </>
  )
}

/** “3 d – 8 d” as “3–8”, where both ends speak of the same unit; the value before it says which. */
export function shortRange(range: string | null): string | null {
  const match = range === null ? null : /^(.*) (\S+) – (.*) \2$/.exec(range)
  return match ? `${match[1]}–${match[3]}` : range
}

interface FootProps {
  step: Step
  others: readonly Other[] | undefined
}

function StepFoot({ step, others }: FootProps) {
  const words = footWords(step)
  const brush = useBrushWaste()
  const wastes = [...(step.wastes ?? [])].sort((one, other) => Number(other === brush) - Number(one === brush))
  return (
    <footer className="step-foot" data-field="people">
      <span className="step-people">
        {words.length > 0 ? words.map((word) => word.replaceAll(' ', '\u00a0')).join(' · ') : 'people?'}
      </span>
      {wastes.length > 0 && (
        <span className="step-wastes">
          {wastes.slice(0, 2).map((waste) => (
            <WasteChip key={waste} waste={waste} />
          ))}
          {wastes.length > 2 && (
            <span className="waste" title={wastes.map((waste) => labelOf(WASTES, waste)).join(', ')}>
              +{wastes.length - 2}
            </span>
          )}
        </span>
      )}
      <Writing others={others} field="people" />
    </footer>
  )
}

/** “1 person”, “batch 5”, “2 hand-offs”, “WIP ≤ 3”, “85 % up”. */
export function footWords(step: Step): string[] {
  const words: string[] = []
  const { people, batch_size: batch, handoffs, wip_limit: limit, uptime } = step
  if (people) words.push(`${people.value} ${people.value === 1 ? 'person' : 'people'}`)
  if (batch && batch.value !== 1) words.push(`batch ${batch.value}`)
  if (handoffs && handoffs.value > 0) words.push(`${handoffs.value} hand-off${handoffs.value === 1 ? '' : 's'}`)
  if (limit !== undefined) words.push(`WIP ≤ ${limit}`)
  if (uptime && uptime.value < 1) words.push(`${Math.round(uptime.value * 100)} % up`)
  return words
}
