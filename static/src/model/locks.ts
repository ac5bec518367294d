/** What is locked on the map, and what that keeps me from; the rules are those of maps/domain/locks.py, and the server decides. */

import type { Area } from './session'
import type { ElementId, Elements, MapElement, Operation, ParticipantId, Person, Role } from './types'

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

/** What says whether something is kept from me. */
export interface Ground {
  role: Role
  elements: Elements
  map: { locks?: readonly MapLock[]; members_may?: 'all' | 'own' } | null
  people: ReadonlyMap<ParticipantId, Person>
  /** What I added, by their ids; null while it is not known. */
  added: ReadonlySet<ElementId> | null
}

/** Why I cannot change this element now, in a sentence; null where I can. Facilitators are never held up. */
export function whyHeld(id: ElementId, ground: Ground): string | null {
  const { role, elements, map, added } = ground
  if (role === 'facilitator' || map === null) return null
  const lock = lockOf(id, elements, map.locks ?? [])
  if (lock !== null) return lockSentence(lock, nameOf(elements.get(id)), ground)
  if (map.members_may !== 'own' || added === null || added.has(id)) return null
  return `${nameOf(elements.get(id))} was added by somebody else, and for now members change only what they added.`
}

/** Why the change from `elements` to `after` is kept from me; null where it is not. */
export function whyRefused(after: Elements, ground: Ground): string | null {
  if (ground.role === 'facilitator' || ground.map === null) return null
  const { locks = [], members_may = 'all' } = ground.map
  if (locks.length === 0 && members_may === 'all') return null
  for (const [id, element] of after) {
    const before = ground.elements.get(id)
    if (before === element) continue
    if (before !== undefined) {
      const why = whyHeld(id, ground)
      if (why !== null) return why
    }
    const lock = lockOf(id, after, locks)
    if (lock !== null) return lockSentence(lock, before === undefined ? null : nameOf(element), ground)
  }
  for (const id of ground.elements.keys()) {
    const why = after.has(id) ? null : whyHeld(id, ground)
    if (why !== null) return why
  }
  return null
}

/** What I have added, with what I added in these operations; the same set where that is nothing. */
export function addedBy(
  operations: readonly Operation[],
  me: ParticipantId | null,
  added: ReadonlySet<ElementId>,
): ReadonlySet<ElementId> {
  const ids = operations.flatMap(({ actor, changes }) =>
    actor === me ? Object.keys(changes).filter((id) => changes[id]?.before === null) : [],
  )
  return ids.length === 0 ? added : new Set([...added, ...ids])
}

/** The lock of the whole map, where it keeps me from changing anything. */
export function wholeLock({ role, map }: Pick<Ground, 'role' | 'map'>): MapLock | null {
  if (role === 'facilitator') return null
  return map?.locks?.find(({ scope }) => scope === 'map') ?? null
}

export function lockSentence(lock: MapLock, name: string | null, { people }: Pick<Ground, 'people'>): string {
  const by = people.get(lock.by)?.name ?? 'A facilitator'
  if (lock.scope === 'map') return `${by} locked this map: only facilitators can change it now.`
  if (name === null) return `${by} locked this part of the map: only facilitators can add something there now.`
  if (lock.scope === 'area')
    return `${name} is in a part of the map that ${by} locked: only facilitators can change it now.`
  return `${name} is locked by ${by}: only facilitators can change it now.`
}

function nameOf(element: MapElement | undefined): string {
  if (element === undefined || element.kind === 'flow') return 'This arrow'
  const name = element.kind === 'note' ? element.text : element.name
  return name ? `“${name.length > 40 ? `${name.slice(0, 40)}…` : name}”` : `This ${element.kind}`
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
