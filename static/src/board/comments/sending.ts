import type { Thread } from '../../model/comments'
import type { ElementId, ParticipantId } from '../../model/types'
import { Refused } from '../dialogs/rest'
import type { Draft } from './drafts'
import { changeComment, writeComment } from './rest'

/** Where a new comment goes: to an element, to the whole map (an empty id), or into a thread. */
export type Target = { element: ElementId | '' } | { reply_to: string }

/**
 * Sends what was written. Sent before without an answer and changed since, it says the newer words in the end: the
 * server keeps the first ones under its id, and they are changed then.
 */
export async function sendNew(
  map: string,
  target: Target,
  draft: Draft,
  mentions: ParticipantId[],
  csrf: string,
): Promise<void> {
  const text = draft.text.trim()
  const thread = await writeComment(map, { id: draft.id, text, mentions, ...target }, csrf)
  const kept = saidIn(thread, draft.id)
  if (kept !== null && kept !== text) await changeComment(draft.id, { text, mentions, saw: kept }, csrf)
}

function saidIn({ comment, replies }: Thread, id: string): string | null {
  return [comment, ...replies].find((said) => said.id === id)?.text ?? null
}

/** What a refused draft becomes, so that sending it again can work. */
export function afterRefusal(draft: Draft, newId: string, error: unknown): Draft {
  if (!(error instanceof Refused)) return draft
  const { code, details } = error
  // Under this id there is nothing to be said any more.
  if (code === 'comment_gone' || code === 'id_taken' || code === 'not_found') return { ...draft, id: newId }
  if (code === 'comment_changed' && hasText(details)) return { ...draft, saw: details.text }
  return draft
}

function hasText(details: unknown): details is { text: string } {
  return typeof details === 'object' && details !== null && 'text' in details && typeof details.text === 'string'
}
