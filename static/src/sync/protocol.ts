/** Frames of the socket: docs/PROTOCOL.md section 2 as text. */

import type { ClientMessage, ServerMessage } from '../model/messages'

export const PROTOCOL = 1

/** L1: what an `edit` message may weigh, in bytes. */
export const LARGEST_EDIT_BYTES = 256 * 1024

export const CLOSED = {
  elsewhere: 1012,
  signedOut: 4401,
  removed: 4403,
  noSuchMap: 4404,
  newVersion: 4409,
  flooding: 4429,
} as const

const KNOWN: ReadonlySet<unknown> = new Set<ServerMessage['t']>([
  'welcome',
  'operations',
  'metrics',
  'accepted',
  'rejected',
  'error',
  'presence',
  'workshop',
  'facilitation',
  'pong',
])

export function encode(message: ClientMessage): string {
  return JSON.stringify(message)
}

/** The message of a frame; null for one that this version of the page does not know. */
export function decode(frame: unknown): ServerMessage | null {
  if (typeof frame !== 'string') return null
  const message: unknown = JSON.parse(frame)
  if (typeof message !== 'object' || message === null || !('t' in message)) return null
  return KNOWN.has(message.t) ? (message as ServerMessage) : null
}
