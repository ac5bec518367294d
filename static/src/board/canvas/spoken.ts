/** Boxes and arrows in words, for those who hear the map. */

import { calendarOf } from '../../model/calendar'
import type { Charter, Elements, Flow, MapElement, Step } from '../../model/types'
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

/** “Arrow, push, from Development to Code review”. */
export function spokenFlow(flow: Flow, elements: Elements): string {
  const name = (id: string) => {
    const element = elements.get(id)
    return element && 'name' in element && element.name ? element.name : 'a queue'
  }
  return `Arrow, ${labelOf(FLOW_KINDS, flow.flow)}, from ${name(flow.source)} to ${name(flow.target)}`
}
