/** How the screen names an element in a sentence, whatever its kind. */

import type { ElementId, Elements, MapElement } from '../../model/types'
import { FLOW_KINDS, labelOf, NOTE_KINDS } from './words'

const LONGEST = 40

/** “Code review”, the queue before “Code review”, the arrow from “A” to “B”, the idea “Two stagings”. */
export function nameOf(elements: Elements, id: ElementId): string {
  const element = elements.get(id)
  return element === undefined ? 'something that is gone' : nameOfElement(elements, element, id)
}

export function nameOfElement(elements: Elements, element: MapElement, id: ElementId): string {
  switch (element.kind) {
    case 'step':
      return quoted(element.name)
    case 'queue':
      return element.name ? quoted(element.name) : queueName(elements, id, element.about)
    case 'flow':
      return `the ${arrowWord(element.flow)} from ${nodeName(elements, element.source)} to ${nodeName(elements, element.target)}`
    case 'note':
      return element.text
        ? `the ${labelOf(NOTE_KINDS, element.note)} ${quoted(element.text)}`
        : `an empty ${labelOf(NOTE_KINDS, element.note)}`
  }
}

/** The name of a step or queue for lists and choices, without quotes. */
export function plainName(elements: Elements, id: ElementId): string {
  const element = elements.get(id)
  if (element?.kind === 'step' || element?.kind === 'queue') {
    if (element.name) return element.name
  }
  const name = nameOf(elements, id)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function arrowWord(flow: string): string {
  if (flow === 'rework') return 'rework'
  const word = FLOW_KINDS.find((kind) => kind.value === flow)?.label ?? 'arrow'
  return word.startsWith('information') ? 'information' : `${word} arrow`
}

function nodeName(elements: Elements, id: ElementId): string {
  const element = elements.get(id)
  if (element?.kind === 'step') return quoted(element.name)
  if (element?.kind === 'queue') return element.name ? quoted(element.name) : 'a queue'
  return 'something that is gone'
}

function queueName(elements: Elements, id: ElementId, about: ElementId | undefined): string {
  const before = elements.get(about ?? '') ?? follower(elements, id)
  return before?.kind === 'step' ? `the queue before ${quoted(before.name)}` : 'a queue'
}

function follower(elements: Elements, id: ElementId): MapElement | undefined {
  for (const flow of elements.values()) {
    if (flow.kind === 'flow' && flow.source === id && flow.flow !== 'rework') return elements.get(flow.target)
  }
  return undefined
}

/** A text in quotes, cut between words where it is long. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= LONGEST) return `“${line}”`
  return `“${line.slice(0, LONGEST).replace(/\s+\S*$/, '')}…”`
}
