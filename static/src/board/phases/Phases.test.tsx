import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { ReactFlowProvider } from '@xyflow/react'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../model/types'
import { openRoom, type Room } from '../fields/testRoom'
import { Phases } from './Phases'

const phase = (id: string, code: string, title: string) =>
  ({ id, code, title, instruction: `Say: ${title}`, minutes: 20 }) as const

function open(role: Role, session: object = {}): Room {
  const room = openRoom({ a: { kind: 'step', name: 'Build', x: 0, y: 0 } }, role)
  room.show(
    <ReactFlowProvider>
      <Phases />
    </ReactFlowProvider>,
  )
  const state = {
    state: 'planned',
    phase: null,
    started_at: null,
    ended_at: null,
    ends_at: null,
    left_s: null,
    phases: [phase('one', 'scope', 'Who is it for?'), phase('two', 'future_state', 'What next?')],
    ...session,
  }
  const said = { revision: 1, now: new Date().toISOString(), session: state, attention: null, rounds: [] }
  act(() => void room.store.receive({ t: 'facilitation', ...said } as never))
  return room
}

const rows = () => within(screen.getByRole('list')).getAllByRole('button')
const running = () => ({ state: 'running', phase: 'two', ends_at: new Date(Date.now() + 600_000).toISOString() })

describe('the run of the session', () => {
  it('is the method while nobody has planned it, and offers facilitators agendas', () => {
    open('facilitator', { phases: [] })
    expect(rows()).toHaveLength(7)
    const offered = screen.getAllByRole('button').map(({ textContent }) => textContent)
    expect(offered).toEqual(expect.arrayContaining(['90 min', '2 h', '3 h', '4 h']))
  })

  it('is the agenda with its time boxes, beginning with what the room is told first', () => {
    open('member')
    expect(rows().map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/Who is it for\?.*20 min/),
      expect.stringMatching(/What next\?.*20 min/),
    ])
    expect(screen.getByText('Say: Who is it for?')).toBeTruthy()
    expect(screen.getByText('Planned: 40 min')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Start the session' })).toBeNull()
  })

  it('marks what is on, says what is done on the map, and leads facilitators further', async () => {
    open('facilitator', running())
    expect(rows()[1]?.getAttribute('aria-current')).toBe('step')
    expect(screen.getByText('no improvement is marked yet')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'End the session' })).toBeTruthy()
    await userEvent.click(rows()[0] as HTMLElement)
    expect(screen.getByText('Say: Who is it for?')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Go to “Who is it for?”' })).toBeTruthy()
  })

  it('goes along when the session goes on, whatever I looked at', async () => {
    const room = open('member', running())
    await userEvent.click(rows()[0] as HTMLElement)
    const { facilitation } = room.store.getState()
    if (!facilitation) throw new Error('no session')
    act(
      () =>
        void room.store.receive({
          t: 'facilitation',
          ...facilitation,
          revision: 2,
          session: { ...facilitation.session, phase: 'one' },
        }),
    )
    expect(rows()[0]?.getAttribute('aria-current')).toBe('step')
    expect(screen.getByText('Say: Who is it for?')).toBeTruthy()
  })

  it('does not go back to an older state that was overtaken on its way', () => {
    const room = open('member', running())
    const { facilitation } = room.store.getState()
    if (!facilitation) throw new Error('no session')
    const session = { ...facilitation.session, state: 'ended' as const, ends_at: null }
    act(() => void room.store.receive({ t: 'facilitation', ...facilitation, revision: 0, session }))
    expect(room.store.getState().facilitation?.session.state).toBe('running')
  })
})
