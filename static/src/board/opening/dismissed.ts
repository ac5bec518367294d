/** Whether this person has put the opening of this day away; remembered on this computer. */

import type { ParticipantId } from '../../model/types'

export function isDismissed(person: ParticipantId, day: string): boolean {
  try {
    return window.localStorage.getItem(keyOf(person)) === day
  } catch {
    return false // storage can be forbidden; then it is shown whenever the map is opened
  }
}

export function dismiss(person: ParticipantId, day: string): void {
  try {
    window.localStorage.setItem(keyOf(person), day)
  } catch {
    // Without storage it holds until the page is left.
  }
}

function keyOf(person: ParticipantId): string {
  return `vsm-opening-${person}`
}
