/** What the room circled as the constraint, against what the figures say. */

import type { ElementId, Elements, Metrics, ParticipantId } from './types'

export interface Circle {
  readonly id: string
  readonly map: string
  readonly element: ElementId
  /** Its name when it was circled. */
  readonly name: string
  readonly seq: number
  readonly by: ParticipantId
  readonly at: string
  readonly round: string | null
  /** What the figures said then; null where they said nothing, or while people judge (`figures_hidden`). */
  readonly figures: {
    readonly step: ElementId
    readonly name: string
    readonly rule: 'utilisation' | 'pile_up'
    readonly agrees: boolean | null
    readonly evidence: readonly string[]
  } | null
  readonly figures_hidden: boolean
  /** Both in one sentence, of that moment. */
  readonly sentence: string
  readonly erased_by: ParticipantId | null
  readonly erased_at: string | null
}

/** The circle that stands on a map. */
export function circleOn(circles: readonly Circle[] | undefined, map: string | undefined): Circle | null {
  return circles?.find((circle) => circle.map === map) ?? null
}

/** What it is called now; a step that is gone keeps the name of then. */
export function circledName(circle: Circle, elements: Elements): string {
  const element = elements.get(circle.element)
  return element?.kind === 'step' ? element.name : circle.name
}

/** Whether the figures name the step that the room circled; null while they name none. */
export function figuresAgree(circle: Circle, metrics: Metrics | null): boolean | null {
  return metrics?.constraint ? metrics.constraint.step === circle.element : null
}

/** “The room circled “Code review”; the figures now say “Staging test”.” */
export function circleWords(circle: Circle, metrics: Metrics | null, elements: Elements): string {
  const room = `The room circled “${circledName(circle, elements)}”`
  if (!elements.has(circle.element)) return `${room}, which is not on the map any more.`
  if (metrics?.constraint_hidden) return `${room}. What the figures say is hidden while people judge.`
  const agrees = figuresAgree(circle, metrics)
  if (agrees === null) return `${room}; the figures cannot name a constraint yet.`
  if (agrees) return `${room}, and the figures say the same.`
  const step = metrics?.constraint && elements.get(metrics.constraint.step)
  return `${room}; the figures say “${step?.kind === 'step' ? step.name : 'another step'}”.`
}

const PARTS = 44
const START = -118
const TURN = 392

/** A stroke around a box as somebody draws it with a pen: not quite round, the end beside the start (a path of SVG). */
export function strokeAround(width: number, height: number): string {
  const points = Array.from({ length: PARTS + 1 }, (_, place) => onStroke(place / PARTS, width, height))
  const curves = points.slice(1, -1).map(([x, y], place) => {
    const [nextX, nextY] = points[place + 2] as readonly [number, number]
    return `Q${round(x)} ${round(y)} ${round((x + nextX) / 2)} ${round((y + nextY) / 2)}`
  })
  const [x, y] = points[0] as readonly [number, number]
  return `M${round(x)} ${round(y)}${curves.join('')}`
}

function onStroke(part: number, width: number, height: number): readonly [number, number] {
  const angle = ((START + TURN * part) * Math.PI) / 180
  const reach = 1 + 0.022 * Math.sin(2 * angle + 0.7) + 0.075 * (part - 0.5)
  // Between a circle and a rectangle, so that it holds the box without reaching far beyond it.
  const squared = (side: number) => Math.sign(side) * Math.abs(side) ** 0.55 * reach
  return [(squared(Math.cos(angle)) * width) / 2, (squared(Math.sin(angle)) * height) / 2]
}

function round(number: number): number {
  return Math.round(number * 100) / 100
}
