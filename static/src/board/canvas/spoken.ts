/** Boxes and arrows in words, for those who hear the map. */

import { calendarOf } from '../../model/calendar'
import { formatShare } from '../../model/figures'
import type { Charter, ElementId, Elements, Flow, MapElement, Step } from '../../model/types'
import { nameOf } from '../fields/naming'
import { showQuantity, specOf } from '../fields/typed'
import { FLOW_KINDS, labelOf, NOTE_KINDS } from '../fields/words'

/** “Step Code review, Engineering, wait 2 d, work 4 h, %C/A 90 %”. */
export function spokenElement(element: Exclude<MapElement, Flow>, charter: Charter | null): string {
  if (element.kind === 'step')
    return [`Step ${element.name}`, element.role, ...spokenFigures(element, charter)].filter(Boolean).join(', ')
  if (element.kind === 'note') return `${labelOf(NOTE_KINDS, element.note)}: ${element.text || 'empty'}`
  const items = element.items ? `${element.items.value} items` : 'not counted'
  return ['Queue', element.name, items].filter(Boolean).join(', ')
}

const figures = [
  ['wait_time', 'wait'],
  ['process_time', 'work'],
  ['complete_accurate', '%C/A'],
] as const

function spokenFigures(step: Step, charter: Charter | null): string[] {
  return figures.map(([field, word]) => {
    const said = showQuantity(step[field], specOf(field), calendarOf(charter))
    return said ? `${word} ${said}` : `${word} not said`
  })
}

/** “Push from Development to Code review”; “Rework from Staging test to Development, 30 % sent back”. */
export function spokenFlow(flow: Flow, elements: Elements): string {
  const kind = labelOf(FLOW_KINDS, flow.flow)
  const share =
    flow.share && `, ${formatShare(flow.share.value)} ${flow.flow === 'rework' ? 'sent back' : 'go this way'}`
  const name = flow.name ? `, ${flow.name}` : ''
  const word = kind.charAt(0).toUpperCase() + kind.slice(1)
  return `${word} from ${stationWords(elements, flow.source)} to ${stationWords(elements, flow.target)}${share ?? ''}${name}`
}

/** “Thread from the question “Why two days?” to “Code review””. */
export function spokenThread(note: ElementId, about: ElementId, elements: Elements): string {
  return `Thread from ${nameOf(elements, note)} to ${nameOf(elements, about)}`
}

/** The arrows that lead from the trigger into the stream and out of it to the delivery. */
export function spokenIn(id: ElementId, elements: Elements): string {
  return `From the trigger to ${stationWords(elements, id)}`
}

export function spokenOut(id: ElementId, elements: Elements): string {
  return `From ${stationWords(elements, id)} to the delivery`
}

function stationWords(elements: Elements, id: ElementId): string {
  const element = elements.get(id)
  return element && 'name' in element && element.name ? element.name : nameOf(elements, id)
}
