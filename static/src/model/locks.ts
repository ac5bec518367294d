/** What is locked on the map, for the board to show; what that forbids is decided by the server. */

import type { Area } from './session'
import type { ElementId, Elements, MapElement, ParticipantId } from './types'

export interface MapLock {
  id: string
  scope: 'map' | 'area' | 'element'
  element: ElementId | null
  area: Area | null
  by: ParticipantId
  at: string
}

/** Whether a thing at this place stands in the area. */
export function standsIn(area: Area, at: { x: number; y: number }): boolean {
  return at.x >= area.x && at.x <= area.x + area.width && at.y >= area.y && at.y <= area.y + area.height
}

export function isHeld(lock: MapLock, id: ElementId, element: MapElement, elements: Elements): boolean {
  if (lock.scope === 'element') return lock.element === id
  if (lock.scope === 'map' || lock.area === null) return true
  const { area } = lock
  if (element.kind !== 'flow') return standsIn(area, element)
  return [element.source, element.target].every((end) => {
    const at = elements.get(end)
    return at !== undefined && at.kind !== 'flow' && standsIn(area, at)
  })
}

/** The lock that holds an element, its own before that of an area before that of the map; null where none does. */
export function lockOf(id: ElementId, elements: Elements, locks: readonly MapLock[]): MapLock | null {
  const element = elements.get(id)
  if (element === undefined) return null
  const order = ['element', 'area', 'map']
  const held = locks.filter((lock) => isHeld(lock, id, element, elements))
  return held.sort((one, other) => order.indexOf(one.scope) - order.indexOf(other.scope))[0] ?? null
}

/** The area that holds the boxes and notes among these, with some air around them; null where there is none. */
export function areaAround(ids: readonly ElementId[], elements: Elements, air: number): Area | null {
  const places = ids.flatMap((id) => {
    const element = elements.get(id)
    return element && element.kind !== 'flow' ? [element] : []
  })
  if (places.length === 0) return null
  const [left, right] = [Math.min(...places.map(({ x }) => x)), Math.max(...places.map(({ x }) => x))]
  const [top, bottom] = [Math.min(...places.map(({ y }) => y)), Math.max(...places.map(({ y }) => y))]
  return { x: left - air, y: top - air, width: right - left + 2 * air, height: bottom - top + 2 * air }
}
