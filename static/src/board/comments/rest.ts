/** Comments over REST; that something changed is told by the socket. */

import type { MentionOfMe, Thread } from '../../model/comments'
import type { ElementId, ParticipantId } from '../../model/types'
import { getJson, postJson, sendDelete, sendJson } from '../dialogs/rest'

export type Standing = 'open' | 'resolved' | 'all'

/** Which threads are wanted: of one element, of the whole map (an empty id), or of everything. */
export interface Wanted {
  standing: Standing
  element: ElementId | null
}

const LARGEST_PAGE = 100

/** The newest threads, as many as are wanted. */
export async function readThreads(map: string, { standing, element }: Wanted, count: number) {
  const threads: Thread[] = []
  let hasMore = true
  while (hasMore && threads.length < count) {
    const query = new URLSearchParams({ limit: String(Math.min(LARGEST_PAGE, count - threads.length)) })
    if (standing !== 'all') query.set('state', standing)
    if (element !== null) query.set('element', element)
    const last = threads.at(-1)
    if (last) query.set('before', last.comment.id)
    const page = await getJson<{ results: Thread[]; has_more: boolean }>(`/api/maps/${map}/comments/?${query}`)
    threads.push(...page.results)
    hasMore = page.has_more
  }
  return { threads, hasMore }
}

export function readThread(comment: string): Promise<Thread> {
  return getJson<Thread>(`/api/comments/${comment}/`)
}

export interface NewComment {
  id: string
  text: string
  mentions: ParticipantId[]
  element?: ElementId
  reply_to?: string
}

export function writeComment(map: string, comment: NewComment, csrf: string): Promise<Thread> {
  return postJson<Thread>(`/api/maps/${map}/comments/`, comment, csrf)
}

export function changeComment(
  id: string,
  changed: { text: string; mentions: ParticipantId[]; saw: string },
  csrf: string,
): Promise<Thread> {
  return sendJson<Thread>('PATCH', `/api/comments/${id}/`, changed, csrf)
}

export function takeAway(id: string, csrf: string): Promise<void> {
  return sendDelete(`/api/comments/${id}/`, csrf)
}

export function settle(id: string, isResolved: boolean, csrf: string): Promise<Thread> {
  return postJson<Thread>(`/api/comments/${id}/${isResolved ? 'resolve' : 'reopen'}/`, {}, csrf)
}

export async function readMentions(workshop: string): Promise<MentionOfMe[]> {
  return (await getJson<{ results: MentionOfMe[] }>(`/api/workshops/${workshop}/mentions/`)).results
}

export async function markRead(workshop: string, comments: string[], csrf: string): Promise<MentionOfMe[]> {
  return (await postJson<{ results: MentionOfMe[] }>(`/api/workshops/${workshop}/mentions/`, { comments }, csrf))
    .results
}
