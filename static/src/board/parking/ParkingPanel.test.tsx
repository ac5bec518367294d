import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Lot } from '../../model/parking'
import type { Fields, Role } from '../../model/types'
import { openRoom, type Room } from '../fields/testRoom'
import { ParkingPanel } from './ParkingPanel'

const note = (text: string): Fields => ({ kind: 'note', note: 'parking_lot', text, x: 0, y: 300 })
const parked = (id: string, seq: number) => ({ id, seq, by: 'ben', at: '2026-01-01T10:00:00Z' })

let lot: Lot
let isReachable: boolean

beforeEach(() => {
  lot = { parked: [], dealt: [] }
  isReachable = true
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => {
      if (!isReachable) throw new TypeError('offline')
      return new Response(JSON.stringify(lot), { headers: { 'Content-Type': 'application/json' } })
    }),
  )
})
afterEach(() => vi.unstubAllGlobals())

async function open(elements: Record<string, Fields>, role: Role = 'member'): Promise<{ room: Room; shown: string[] }> {
  const room = openRoom(elements, role)
  const shown: string[] = []
  room.show(<ParkingPanel onShow={(id) => shown.push(id)} />)
  await act(async () => {})
  return { room, shown }
}

const texts = () => screen.queryAllByLabelText('Parked').map((field) => (field as HTMLTextAreaElement).value)

describe('the parking lot', () => {
  it('lists what waits, the oldest first, with who parked it', async () => {
    lot = { parked: [parked('b', 2), parked('a', 7)], dealt: [] }
    await open({ a: note('Holidays'), b: note('Contracts'), c: { ...note('No'), note: 'question' } })
    await waitFor(() => expect(texts()).toEqual(['Contracts', 'Holidays']))
    expect(screen.getAllByText('Ben', { exact: false })).toHaveLength(2)
    expect(screen.getByRole('heading', { name: 'Parking lot 2' })).toBeTruthy()
  })

  it('parks with Enter, takes a line with Shift and Enter, and is ready for the next', async () => {
    const { room } = await open({})
    const field = screen.getByLabelText('Park something')
    expect(document.activeElement).toBe(field)
    await userEvent.type(field, 'Contracts{Shift>}{Enter}{/Shift}with suppliers{Enter}')
    expect(room.asked()).toMatchObject([
      { do: 'add', element: { kind: 'note', note: 'parking_lot', text: 'Contracts\nwith suppliers' } },
    ])
    expect((field as HTMLTextAreaElement).value).toBe('')
    expect(document.activeElement).toBe(field)
    await userEvent.type(field, '   {Enter}')
    expect(room.asked()).toHaveLength(1)
    await userEvent.clear(field)
  })

  it('keeps what is written when it is closed and opened again', async () => {
    await open({})
    await userEvent.type(screen.getByLabelText('Park something'), 'Half a thought')
    cleanup()
    await open({})
    expect((screen.getByLabelText('Park something') as HTMLTextAreaElement).value).toBe('Half a thought')
    await userEvent.clear(screen.getByLabelText('Park something'))
  })

  it('makes something else of a note with one click, or takes it off the map', async () => {
    const { room } = await open({ a: note('Contracts'), b: note('Holidays') })
    await userEvent.click(screen.getByRole('button', { name: 'Make “Contracts”: Improvement' }))
    expect(room.asked()).toEqual([{ do: 'set', id: 'a', fields: { note: 'burst' }, saw: { note: 'parking_lot' } }])
    expect(texts()).toEqual(['Holidays'])
    await userEvent.click(screen.getByRole('button', { name: '“Holidays” is dealt with' }))
    expect(room.asked()[1]).toEqual({ do: 'remove', id: 'b' })
    expect(texts()).toEqual([])
    expect(screen.getByRole('status').textContent).toBe('“Holidays” is dealt with and off the map.')
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Parking lot' }))
  })

  it('says what became of the others, and puts them back', async () => {
    const edits = [{ do: 'add' as const, id: 'x', element: note('Contracts') }]
    lot = { parked: [], dealt: [{ ...parked('x', 9), text: 'Contracts', became: null, edits }] }
    const { room } = await open({})
    const dealt = await screen.findByText('Dealt with (1)')
    await userEvent.click(dealt)
    expect(within(dealt.parentElement as HTMLElement).getByText(/done, Ben/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Park “Contracts” again' }))
    expect(room.asked()).toEqual(edits)
  })

  it('asks the server again once what was changed has been saved', async () => {
    const { room } = await open({ a: note('Contracts') })
    const before = vi.mocked(fetch).mock.calls.length
    await userEvent.click(screen.getByRole('button', { name: '“Contracts” is dealt with' }))
    expect(vi.mocked(fetch).mock.calls.length).toBe(before)
    room.confirm({ a: { before: note('Contracts'), after: null } })
    await waitFor(() => expect(vi.mocked(fetch).mock.calls.length).toBe(before + 1))
  })

  it('shows the map’s notes and says so when the server cannot be reached', async () => {
    isReachable = false
    await open({ a: note('Contracts') })
    expect(texts()).toEqual(['Contracts'])
    expect((await screen.findByRole('alert')).textContent).toContain('cannot be reached')
  })

  it('is read by those who do not change the map', async () => {
    const { shown } = await open({ a: note('Contracts') }, 'viewer')
    expect(screen.queryByLabelText('Park something')).toBeNull()
    expect(screen.queryByRole('button', { name: /dealt with/ })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Show “Contracts” on the map' }))
    expect(shown).toEqual(['a'])
  })
})
