/** Edits that the server has not answered yet, and the view that they make (P1, P2). */

import { identical } from './changes'
import type { Request } from './messages'
import { applyTo } from './predict'
import type { Calendar, ElementId, Elements, MapElement } from './types'

export interface PendingEdit {
  op_id: string
  request: Request
  /** When it was made, in milliseconds since the epoch. */
  at: number
}

/**
 * The confirmed elements with the pending edits applied in order.
 *
 * Without an effect of pending edits it is `confirmed` itself; elements that look as they did in `shown` keep that identity.
 */
export function viewOf(
  confirmed: Elements,
  pending: readonly PendingEdit[],
  calendar: Calendar,
  shown: Elements,
): Elements {
  if (pending.length === 0) return confirmed
  const view = new Map(confirmed)
  const applied = pending.filter(({ request }) => request.do === 'edit' && applyTo(view, request.edits, calendar))
  return applied.length === 0 ? confirmed : keepIdentity(view, confirmed, shown)
}

/** `view` with the objects that `confirmed` or `shown` has for the same, and `shown` itself where nothing differs from it. */
export function keepIdentity(view: Elements, confirmed: Elements, shown: Elements): Elements {
  const kept = new Map<ElementId, MapElement>()
  let same = view.size === shown.size
  for (const [id, element] of view) {
    const known = confirmed.get(id) === element ? element : identical(id, element, shown)
    same &&= known === shown.get(id)
    kept.set(id, known)
  }
  return same ? shown : kept
}
