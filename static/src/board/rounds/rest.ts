/** What the board asks of rounds over REST. What I write goes this way alone: the socket never carries it. */

import { newId } from '../../model/edits'
import type { EstimateField, RoundKind, Statement, WholeRound } from '../../model/rounds'
import type { ElementId } from '../../model/types'
import { getJson, postJson, sendJson } from '../dialogs/rest'

export interface MyPart {
  contribution: Statement[]
  /** Without a contribution: written in another browser, in an anonymous round. */
  has_written: boolean
  done: boolean
}

export interface NewRound {
  map: string
  kind: RoundKind
  prompt: string
  anonymous: boolean
  options: object
}

export interface Accepted {
  element: ElementId
  field: EstimateField
  value?: unknown
}

/** The way to one round of mine; `key` opens what I wrote anonymously, and only this browser has it. */
export interface MyWay {
  read(): Promise<MyPart>
  write(contribution: readonly Statement[]): Promise<unknown>
  takePart(done: boolean): Promise<unknown>
}

export function myWay(round: string, key: string, csrf: string): MyWay {
  const headers = { 'X-Round-Key': key }
  return {
    read: () => getJson<MyPart>(`/api/rounds/${round}/mine/`, headers),
    write: (contribution) => sendJson('PUT', `/api/rounds/${round}/mine/`, { contribution }, csrf, headers),
    takePart: (done) => sendJson('PUT', `/api/rounds/${round}/part/`, { done }, csrf),
  }
}

export function readRound(round: string): Promise<WholeRound> {
  return getJson<WholeRound>(`/api/rounds/${round}/`)
}

/** Prepares the round and opens it; sent again after a failure it stays one round. */
export async function startRound(workshop: string, id: string, asked: NewRound, minutes: number | null, csrf: string) {
  await postJson(`/api/workshops/${workshop}/rounds/`, { id, ...asked }, csrf)
  await postJson(`/api/rounds/${id}/open/`, { minutes }, csrf)
}

export function extendRound(round: string, minutes: number, saw: string | null, csrf: string): Promise<unknown> {
  return postJson(`/api/rounds/${round}/extend/`, { minutes, saw_ends_at: saw }, csrf)
}

export function closeRound(round: string, csrf: string): Promise<unknown> {
  return postJson(`/api/rounds/${round}/close/`, {}, csrf)
}

export function revealRound(round: string, althoughFew: boolean, csrf: string): Promise<unknown> {
  return postJson(`/api/rounds/${round}/reveal/`, { although_few: althoughFew }, csrf)
}

export function cancelRound(round: string, csrf: string): Promise<unknown> {
  return postJson(`/api/rounds/${round}/cancel/`, {}, csrf)
}

export function acceptEstimates(round: string, accept: Accepted[] | null, csrf: string): Promise<unknown> {
  const body = accept === null ? { op_id: newId() } : { op_id: newId(), accept }
  return postJson(`/api/rounds/${round}/accept/`, body, csrf)
}
