import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Role } from '../../model/types'
import { openRoom, type Room } from '../fields/testRoom'
import { AskedBanner } from './AskedBanner'

const LABEL = 'You are asked whether the map is right'
const SESSION = { state: 'planned', phase: null, started_at: null, ended_at: null, ends_at: null, left_s: null }

afterEach(() => vi.unstubAllGlobals())

async function open(role: Role, mine: object | null): Promise<Room> {
  const answer = () => new Response(JSON.stringify({ mine }), { headers: { 'Content-Type': 'application/json' } })
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => answer()),
  )
  const room = openRoom({}, role)
  room.show(<AskedBanner />)
  await hear(room, 1, { id: 'asked', is_open: true })
  return room
}

async function hear(room: Room, revision: number, validation: { id: string; is_open: boolean }): Promise<void> {
  const asked = { map: 'map', seq: 4, by: 'ana', answered: 0, of: 2, ...validation }
  const said = {
    revision,
    now: new Date().toISOString(),
    session: { ...SESSION, phases: [] },
    attention: null,
    rounds: [],
  }
  await act(async () => void room.store.receive({ t: 'facilitation', ...said, validations: [asked] } as never))
}

describe('being asked on the board', () => {
  it('names who asks and leads to the question until it is ended', async () => {
    const room = await open('member', null)
    expect(await screen.findByText('Ana asks you: is this map right?')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Look and answer' }).getAttribute('href')).toBe('/validations/asked/')
    await hear(room, 2, { id: 'asked', is_open: false })
    expect(screen.queryByLabelText(LABEL)).toBeNull()
  })

  it('can be put aside, and comes back with another question', async () => {
    const room = await open('leader', null)
    await userEvent.click(await screen.findByRole('button', { name: 'Not now' }))
    expect(screen.queryByLabelText(LABEL)).toBeNull()
    await hear(room, 2, { id: 'again', is_open: true })
    expect(await screen.findByLabelText(LABEL)).toBeTruthy()
  })

  it('is not there for those who have answered', async () => {
    await open('member', { wrong: [] })
    expect(fetch).toHaveBeenCalledOnce()
    expect(screen.queryByLabelText(LABEL)).toBeNull()
  })

  it.each(['facilitator', 'viewer'] as const)('does not wait for a %s', async (role) => {
    await open(role, null)
    expect(fetch).not.toHaveBeenCalled()
    expect(screen.queryByLabelText(LABEL)).toBeNull()
  })
})
