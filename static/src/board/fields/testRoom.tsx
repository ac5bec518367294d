/** For tests: a real store that has received a welcome, a screen around it, and what the others in the room do. */

import { act, cleanup, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach } from 'vitest'
import type { Boot } from '../../model/boot'
import { DEFAULT_CALENDAR } from '../../model/calendar'
import type { Changes, Edit, ElementId, Fields, Operation, Presence, Role } from '../../model/types'
import { createStore, type Store } from '../../store'
import { BootContext } from '../boot'
import { createUi, UiContext } from '../shell/ui'
import { StoreContext } from '../useStore'

afterEach(cleanup)

const PEOPLE = [
  { id: 'ana', name: 'Ana', colour: 0, role: 'facilitator', removed: false },
  { id: 'ben', name: 'Ben', colour: 1, role: 'member', removed: false },
  { id: 'mia', name: 'Mia', colour: 2, role: 'member', removed: false },
  { id: 'vic', name: 'Vic', colour: 3, role: 'viewer', removed: false },
] as const

const BOOT: Boot = {
  socket: '/ws/maps/map/',
  map: { id: 'map', kind: 'current', title: 'Delivery today', workshop: 'workshop' },
  workshop: { id: 'workshop', name: 'Delivery' },
  urls: {
    dashboard: '/workshops/',
    workshop: '/workshops/workshop/',
    states: '/maps/map/states/',
    agenda: '/workshops/workshop/session/',
    validations: '/maps/map/validations/',
    plan: '/workshops/workshop/plan/',
    file: '/api/maps/map/file/',
    sign_out: '/sign-out/',
    steps_import: '/api/maps/map/steps/',
    operations: '/api/maps/map/operations/',
    restore: '/api/maps/map/restore/',
  },
  invitation: null,
  return_url_path: null,
  me: { id: 'ana', name: 'Ana' },
  csrf: 'token',
  language: 'en',
}

export interface Room {
  store: Store
  /** The edits that I have asked for and nobody has answered yet. */
  asked: () => Edit[]
  /** Somebody changes the map on the server. */
  others: (actor: string, changes: Changes) => void
  /** The server confirms what I asked for first. */
  confirm: (changes: Changes) => void
  presence: (connection: string, presence: Presence | null) => void
  show: (children: ReactNode) => void
}

export function openRoom(elements: Record<ElementId, Fields>, role: Role = 'facilitator'): Room {
  const store = createStore()
  store.setConnection({ state: 'live' })
  store.receive({
    t: 'welcome',
    protocol: 1,
    role,
    seq: 0,
    me: 'ana',
    connection: 'mine',
    map: BOOT.map,
    charter: {
      name: 'Delivery',
      customer: 'People',
      value: 'A feature',
      trigger: 'Asked',
      delivery: 'Live',
      unit: 'feature',
      calendar: DEFAULT_CALENDAR,
      queue_rule: 'demand',
    },
    people: [...PEOPLE],
    presence: {},
    metrics: null,
    snapshot: { elements },
  })
  const ui = createUi()
  const wrap = (children: ReactNode) => (
    <StoreContext value={store}>
      <BootContext value={BOOT}>
        <UiContext value={ui}>{children}</UiContext>
      </BootContext>
    </StoreContext>
  )
  const operation = (part: Pick<Operation, 'actor' | 'changes' | 'op_id'>) =>
    act(() => {
      const seq = store.getState().seq + 1
      const at = '2026-01-01T10:00:00Z'
      store.receive({ t: 'operations', operations: [{ seq, at, cause: 'edit', ...part }] })
    })
  return {
    store,
    asked: () => store.getState().pending.flatMap(({ request }) => (request.do === 'edit' ? request.edits : [])),
    others: (actor, changes) => operation({ actor, changes, op_id: `theirs-${store.getState().seq}` }),
    confirm: (changes) => operation({ actor: 'ana', changes, op_id: store.getState().pending[0]?.op_id ?? '' }),
    presence: (connection, presence) =>
      act(() => void store.receive({ t: 'presence', people: { [connection]: presence } })),
    show: (children) => void render(wrap(children)),
  }
}
