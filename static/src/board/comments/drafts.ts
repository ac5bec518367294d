/** What somebody is writing, kept in this browser until the server has it: nothing is lost by a reload or a failed send. */

import { newId } from '../../model/edits'
import type { ParticipantId } from '../../model/types'

export interface Draft {
  /** The comment that it becomes; sent again it is the same one. */
  id: string
  text: string
  /** Whom the list of names was asked for. */
  picked: ParticipantId[]
  /** For a change of a comment: what it said when the change was begun. */
  saw?: string
}

/** `place` says what is written: about which element, in reply to or in place of which comment. */
export function readDraft(storage: Storage, place: string): Draft | null {
  try {
    const kept = JSON.parse(storage.getItem(place) ?? 'null') as Draft | null
    return typeof kept?.text === 'string' && typeof kept.id === 'string' ? { ...kept, picked: kept.picked ?? [] } : null
  } catch {
    return null
  }
}

export function keepDraft(storage: Storage, place: string, draft: Draft): void {
  try {
    if (draft.text.trim() === '' && draft.saw === undefined) storage.removeItem(place)
    else storage.setItem(place, JSON.stringify(draft))
  } catch {
    // A browser that keeps nothing still sends.
  }
}

export function forgetDraft(storage: Storage, place: string): void {
  try {
    storage.removeItem(place)
  } catch {
    // There was nothing to forget then.
  }
}

export function newDraft(text = '', saw?: string): Draft {
  return { id: newId(), text, picked: [], ...(saw === undefined ? {} : { saw }) }
}
