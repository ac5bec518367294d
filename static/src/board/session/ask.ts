/** What facilitators ask of the session and of locks over REST; what came of it arrives by the socket. */

import { useMemo } from 'react'
import { newId } from '../../model/edits'
import type { MapLock } from '../../model/locks'
import type { Area } from '../../model/session'
import type { ElementId } from '../../model/types'
import { useBoot } from '../boot'
import { postJson, sendDelete, sendJson, sentenceOf } from '../dialogs/rest'
import { useBoardStore } from '../useStore'

export interface SessionAsk {
  takePreset(minutes: number): void
  start(): void
  pause(): void
  resume(): void
  end(): void
  extend(minutes: number): void
  goTo(phase: string): void
  showView(area: Area): void
  showElement(element: ElementId): void
  release(): void
  lockMap(): void
  lockElement(element: ElementId): void
  lockArea(area: Area): void
  unlock(lock: MapLock): void
  letMembersChange(what: 'all' | 'own'): void
}

/** Each act is sent at once; a refusal is told as a notice. */
export function useSessionAsk(): SessionAsk {
  const boot = useBoot()
  const store = useBoardStore()
  return useMemo(() => {
    const session = `/api/workshops/${boot.workshop.id}/session/`
    const locks = `/api/maps/${boot.map.id}/locks/`
    const told = (asked: Promise<unknown>) => {
      asked.catch((error: unknown) => store.notify({ tone: 'error', message: sentenceOf(error) }))
    }
    const post = (address: string, body: unknown = {}) => told(postJson(address, body, boot.csrf))
    const attend = (body: object) =>
      told(sendJson('PUT', `${session}attention/`, { map: boot.map.id, ...body }, boot.csrf))
    return {
      takePreset: (minutes) => post(`${session}agenda/preset/`, { minutes }),
      start: () => post(`${session}start/`),
      pause: () => post(`${session}pause/`),
      resume: () => post(`${session}resume/`),
      end: () => post(`${session}end/`),
      extend: (minutes) => post(`${session}extend/`, { minutes, op_id: newId() }),
      goTo: (phase) => post(`${session}go-to/`, { phase }),
      showView: (area) => attend({ kind: 'view', area }),
      showElement: (element) => attend({ kind: 'element', element }),
      release: () => told(sendDelete(`${session}attention/`, boot.csrf)),
      lockMap: () => post(locks, { scope: 'map' }),
      lockElement: (element) => post(locks, { scope: 'element', element }),
      lockArea: (area) => post(locks, { scope: 'area', area }),
      unlock: (lock) => told(sendDelete(`${locks}${lock.id}/`, boot.csrf)),
      letMembersChange: (what) => told(sendJson('PATCH', locks, { members_may: what }, boot.csrf)),
    }
  }, [boot, store])
}
