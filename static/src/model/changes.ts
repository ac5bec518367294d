/** Changes applied to elements (R3), and the equality under which absent and null are the same (E5). */

import type { Change, Changes, ElementId, Elements, Fields, MapElement } from './types'

/** True for values that mean the same on the map: deep equality, where absent, null and undefined are one. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (left == null || right == null) return left == null && right == null
  if (typeof left !== 'object' || typeof right !== 'object') return false
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameValue(item, right[index]))
    )
  }
  const a = left as Fields
  const b = right as Fields
  return Object.keys({ ...a, ...b }).every((key) => sameValue(a[key], b[key]))
}

/** The element in normal form as far as the browser answers for it: without fields that are null. */
export function elementOf(fields: Fields): MapElement {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as unknown as MapElement
}

/** The value of a field by name; null where it is absent. */
export function fieldOf(element: MapElement | undefined, field: string): unknown {
  return (element as Fields | undefined)?.[field] ?? null
}

function changed(current: MapElement | undefined, change: Change): MapElement | undefined {
  if (change.after === null) return undefined
  if (change.before === null) return elementOf(change.after)
  // A change to an element that is not here can only come from a history that is not ours; it has nothing to change.
  return current && elementOf({ ...current, ...change.after })
}

/**
 * The elements after `changes`. Untouched elements keep their identity; touched ones take the identity of the equal
 * element in `shown`, so that a prediction that came true is not a new object to the screen.
 */
export function applyChanges(elements: Elements, changes: Changes, shown: Elements = elements): Elements {
  const entries = Object.entries(changes)
  if (entries.length === 0) return elements
  const next = new Map(elements)
  for (const [id, change] of entries) {
    const element = changed(elements.get(id), change)
    if (element) next.set(id, identical(id, element, elements, shown))
    else next.delete(id)
  }
  return next
}

/** `element`, or the equal object that is known already under this id. */
export function identical(id: ElementId, element: MapElement, ...known: readonly Elements[]): MapElement {
  for (const elements of known) {
    const candidate = elements.get(id)
    if (candidate && sameValue(candidate, element)) return candidate
  }
  return element
}
