/** What a facilitator finds in the menus of the map: show it to everybody, lock it. */

import { areaAround, type MapLock } from '../../model/locks'
import type { ElementId, Elements } from '../../model/types'
import type { SessionAsk } from '../session/ask'
import type { MenuEntry } from '../shell/Menu'

/** From the middle of a box to beyond its edge. */
export const AREA_AIR = 130

interface MenuOf {
  on: ElementId | null
  elements: Elements
  selection: readonly ElementId[]
  locks: readonly MapLock[]
  membersMay: 'all' | 'own'
  ask: SessionAsk
  /** Brings everybody to what I see. */
  bring: () => void
}

export function sessionEntries({ on, elements, selection, locks, membersMay, ask, bring }: MenuOf): MenuEntry[] {
  const heading = { heading: 'For everybody' }
  if (on !== null && elements.has(on)) {
    const area = selection.length > 1 && selection.includes(on) ? areaAround(selection, elements, AREA_AIR) : null
    if (area) return [heading, { label: 'Lock the area around them', run: () => ask.lockArea(area) }]
    const own = locks.find(({ element }) => element === on)
    return [
      heading,
      { label: 'Put it into the light', run: () => ask.showElement(on) },
      own ? { label: 'Unlock', run: () => ask.unlock(own) } : { label: 'Lock', run: () => ask.lockElement(on) },
    ]
  }
  const whole = locks.find(({ scope }) => scope === 'map')
  const areas = locks.filter(({ scope }) => scope === 'area')
  return [
    heading,
    { label: 'Bring everybody to my view', run: bring },
    whole
      ? { label: 'Unlock the map', run: () => ask.unlock(whole) }
      : { label: 'Lock the map', run: () => ask.lockMap() },
    ...areas.map((lock, place) => ({
      label: areas.length > 1 ? `Unlock area ${place + 1}` : 'Unlock the area',
      run: () => ask.unlock(lock),
    })),
    {
      label: 'Members change only their own',
      checked: membersMay === 'own',
      run: () => ask.letMembersChange(membersMay === 'own' ? 'all' : 'own'),
    },
  ]
}
