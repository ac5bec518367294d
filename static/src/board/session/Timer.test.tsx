import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Facilitation, SessionState } from '../../model/session'
import { openRoom, type Room } from '../fields/testRoom'
import { Timer } from './Timer'

const NOON = Date.parse('2026-03-02T12:00:00Z')
const PHASES: SessionState['phases'] = [
  { id: 'draw', code: 'current_state', title: 'Current state', instruction: '', minutes: 45 },
  { id: 'waste', code: 'waste', title: 'Waste and constraint', instruction: '', minutes: 20 },
]

function facilitation(part: Partial<SessionState> = {}, revision = 1): Facilitation {
  const session: SessionState = {
    state: 'running',
    phase: 'draw',
    started_at: '2026-03-02T11:20:00Z',
    ended_at: null,
    ends_at: '2026-03-02T12:05:00Z',
    left_s: null,
    phases: PHASES,
    ...part,
  }
  return { revision, now: '2026-03-02T12:00:00Z', session, attention: null, rounds: [] }
}

function tell(room: Room, said: Facilitation) {
  act(() => void room.store.receive({ t: 'facilitation', ...said }))
}

const clock = () => document.querySelector('.timer-clock')?.textContent
const timer = () => document.querySelector('.timer')
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
/** Second by second, as the clock does it. */
const passSeconds = async (count: number) => {
  for (let second = 0; second < count; second += 1) await pass(1_000)
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: false })
  localStorage.clear()
})
afterEach(() => vi.useRealTimers())

describe('the clock of the session', () => {
  it('runs by the server also where the clock here is two hours slow', async () => {
    vi.setSystemTime(NOON - 2 * 3600_000)
    const room = openRoom({}, 'member')
    room.show(<Timer />)
    expect(timer()).toBeNull()
    tell(room, facilitation())
    expect(clock()).toBe('5:00')
    await pass(1_010)
    expect(clock()).toBe('4:59')
    await pass(4 * 60_000)
    expect(timer()?.getAttribute('data-tone')).toBe('last')
    expect(document.querySelector('.timer-state')?.textContent).toBe('last minute')
  })

  it('says once when the time is up, goes on over time, and starts anew with more time', async () => {
    vi.setSystemTime(NOON)
    const room = openRoom({}, 'member')
    room.show(<Timer />)
    tell(room, facilitation())
    await pass(295_000)
    await passSeconds(7)
    expect(timer()?.getAttribute('data-tone')).toBe('over')
    expect(clock()).toBe('+0:02')
    await passSeconds(4)
    const said = room.store.getState().notices.map(({ message }) => message)
    expect(said).toEqual(['Time is up for “Current state”.'])
    tell(room, { ...facilitation({ ends_at: '2026-03-02T12:10:00Z' }, 2), now: '2026-03-02T12:05:06Z' })
    expect(clock()).toBe('4:54')
  })

  it('tells nobody who comes after the end that it is just over', async () => {
    vi.setSystemTime(NOON)
    const room = openRoom({}, 'member')
    room.show(<Timer />)
    tell(room, facilitation({ ends_at: '2026-03-02T11:59:00Z' }))
    await pass(3_000)
    expect(room.store.getState().notices).toEqual([])
    expect(timer()?.getAttribute('data-tone')).toBe('over')
  })

  it('stands still while it is paused', async () => {
    vi.setSystemTime(NOON)
    const room = openRoom({}, 'member')
    room.show(<Timer />)
    tell(room, facilitation({ state: 'paused', ends_at: null, left_s: 90 }))
    await pass(30_000)
    expect(clock()).toBe('1:30')
    expect(document.querySelector('.timer-state')?.textContent).toBe('paused')
  })
})

describe('the buttons of the clock', () => {
  it('are there for facilitators alone', () => {
    vi.setSystemTime(NOON)
    const room = openRoom({}, 'member')
    room.show(<Timer />)
    tell(room, facilitation())
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull()
    expect(screen.getByRole('button', { name: /mute it for you/ })).toBeTruthy()
  })

  it('ask the server: pause, five minutes more, the next phase', async () => {
    vi.useRealTimers()
    const asked: [string, unknown][] = []
    const answer = () => new Response('{}', { headers: { 'Content-Type': 'application/json' } })
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
      asked.push([String(url), JSON.parse(String(init?.body))])
      return answer()
    })
    const room = openRoom({}, 'facilitator')
    room.show(<Timer />)
    tell(room, { ...facilitation(), now: new Date().toISOString() })
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    await userEvent.click(screen.getByRole('button', { name: '+5' }))
    await userEvent.click(screen.getByRole('button', { name: 'Next: Waste and constraint' }))
    const session = '/api/workshops/workshop/session'
    expect(asked.map(([url]) => url)).toEqual([`${session}/pause/`, `${session}/extend/`, `${session}/go-to/`])
    expect(asked[1]?.[1]).toEqual({ minutes: 5, op_id: expect.any(String) })
    expect(asked[2]?.[1]).toEqual({ phase: 'waste' })
  })

  it('mute the end for this person and in this browser', async () => {
    vi.useRealTimers()
    const room = openRoom({}, 'viewer')
    room.show(<Timer />)
    tell(room, { ...facilitation(), now: new Date().toISOString() })
    await userEvent.click(screen.getByRole('button', { name: /mute it for you/ }))
    expect(localStorage.getItem('vsm-session-muted')).toBe('yes')
    await userEvent.click(screen.getByRole('button', { name: /let it sound/ }))
    expect(localStorage.getItem('vsm-session-muted')).toBeNull()
  })
})
