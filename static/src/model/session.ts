/** The run of the session as everybody has it from the server, and what a clock shows of it. */

import type { Circle } from './circle'
import type { OpenComments } from './comments'
import type { PublicRound } from './rounds'
import type { ElementId, ParticipantId } from './types'
import type { PublicValidation } from './validations'

export type PhaseCode =
  | 'scope'
  | 'current_state'
  | 'waste'
  | 'future_state'
  | 'experiment'
  | 'plan'
  | 'measure'
  | 'break'
  | 'other'

export interface AgendaPhase {
  id: string
  code: PhaseCode
  title: string
  instruction: string
  minutes: number
}

export interface SessionState {
  state: 'planned' | 'running' | 'paused' | 'ended'
  /** The phase that is on. */
  phase: string | null
  started_at: string | null
  ended_at: string | null
  /** When its time box is up, while it runs. */
  ends_at: string | null
  /** What is left of it while it is paused; below zero: over time. */
  left_s: number | null
  phases: readonly AgendaPhase[]
}

/** A part of the map in canvas units; x and y are its upper left corner. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** What a facilitator shows to everybody. */
export interface Attention {
  kind: 'view' | 'element'
  map: string
  element: ElementId | null
  area: Area | null
  by: ParticipantId | null
  at: string | null
}

export interface Facilitation {
  revision: number
  /** The server's time when it said this. */
  now: string
  session: SessionState
  attention: Attention | null
  rounds: readonly PublicRound[]
  /** The newest question about each map. */
  validations?: readonly PublicValidation[]
  /** The circle that stands on each map. */
  circles?: readonly Circle[]
  /** Where comments are open. */
  comments?: OpenComments
}

/** From here on the time box is about to end. */
export const LAST_MS = 60_000

/** By how many milliseconds the server's clock is ahead of mine, which may be wrong. */
export function clockAhead(now: string, localMs: number): number {
  return Date.parse(now) - localMs
}

/** What is left of the phase in milliseconds, below zero over time; null where no clock runs or stands. */
export function leftMs(session: SessionState, serverMs: number): number | null {
  if (session.state === 'paused') return session.left_s === null ? null : session.left_s * 1000
  if (session.state !== 'running' || session.ends_at === null) return null
  return Date.parse(session.ends_at) - serverMs
}

export type ClockTone = 'enough' | 'last' | 'over'

export function toneOf(left: number): ClockTone {
  if (left <= 0) return 'over'
  return left <= LAST_MS ? 'last' : 'enough'
}

/** “12:05”, “1:02:05”; over time “+0:40”. A second that has begun counts as whole, so that 15 minutes begin with 15:00. */
export function clockWords(left: number): string {
  const seconds = left > 0 ? Math.ceil(left / 1000) : Math.floor(-left / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = String(seconds % 60).padStart(2, '0')
  const words = hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
  return left > 0 ? words : `+${words}`
}

/** The same for a screen reader, in minutes: seconds would never stop. */
export function spokenClock(left: number): string {
  const minutes = left > 0 ? Math.ceil(left / 60_000) : Math.floor(-left / 60_000)
  const words = `${minutes} minute${minutes === 1 ? '' : 's'}`
  return left > 0 ? `${words} left` : `time is up, ${words} over`
}

export function currentPhase(session: SessionState): AgendaPhase | null {
  return session.phases.find(({ id }) => id === session.phase) ?? null
}

/** The one after it; null at the last. */
export function nextPhase(session: SessionState): AgendaPhase | null {
  const at = session.phases.findIndex(({ id }) => id === session.phase)
  return session.phases[at + 1] ?? null
}

export function totalMinutes(phases: readonly AgendaPhase[]): number {
  return phases.reduce((sum, { minutes }) => sum + minutes, 0)
}

/** When the session will be over, in the server's milliseconds, if the phases to come take their time boxes. */
export function expectedEnd(session: SessionState, serverMs: number): number | null {
  const left = leftMs(session, serverMs)
  if (left === null) return null
  const at = session.phases.findIndex(({ id }) => id === session.phase)
  return serverMs + Math.max(left, 0) + totalMinutes(session.phases.slice(at + 1)) * 60_000
}

/** “1 h 30 min”, “45 min”. */
export function minutesWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}
