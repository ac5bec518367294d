import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { openRoom } from '../fields/testRoom'
import { Notices } from './Notices'

const WAIT = { value: 28_800, source: 'estimate' }
const THEIRS = { value: 57_600, source: 'estimate' }
const REVIEW = { kind: 'step', name: 'Review', x: 0, y: 0 }

describe('notices', () => {
  it('of a value that somebody replaced can take it back', async () => {
    const room = openRoom({ review: { ...REVIEW, wait_time: WAIT } })
    room.show(<Notices onShow={() => undefined} />)
    act(() => {
      const changes = { review: { before: { wait_time: WAIT }, after: { wait_time: THEIRS } } }
      const replaced = { review: { wait_time: 'ana' } }
      const operation = { seq: 1, op_id: 'o', actor: 'ben', at: '', cause: 'edit' as const, changes, replaced }
      room.store.receive({ t: 'operations', operations: [operation] })
    })
    expect(screen.getByText(/Ben changed/).textContent).toContain('“Review”')
    await userEvent.click(screen.getByRole('button', { name: 'Take mine back' }))
    expect(room.asked()).toEqual([{ do: 'set', id: 'review', fields: { wait_time: WAIT }, saw: { wait_time: THEIRS } }])
    expect(screen.queryByText(/Ben changed/)).toBeNull()
  })

  it('lead to their element, and not to one that is gone', async () => {
    const room = openRoom({ review: REVIEW })
    const shown = vi.fn()
    room.show(<Notices onShow={shown} />)
    act(() => room.store.notify({ tone: 'error', message: 'Not saved.', element: 'review' }))
    act(() => room.store.notify({ tone: 'error', message: 'Gone.', element: 'other' }))
    expect(screen.getAllByRole('button', { name: 'Show it' })).toHaveLength(1)
    await userEvent.click(screen.getByRole('button', { name: 'Show it' }))
    expect(shown).toHaveBeenCalledExactlyOnceWith('review')
  })

  it('that only inform go by themselves; errors stay', () => {
    vi.useFakeTimers()
    const room = openRoom({ review: REVIEW })
    room.show(<Notices onShow={() => undefined} />)
    act(() => room.store.notify({ tone: 'info', message: 'Stayed.' }))
    act(() => room.store.notify({ tone: 'error', message: 'Not saved.' }))
    act(() => vi.advanceTimersByTime(60_000))
    const region = within(screen.getByRole('region', { name: 'Notices' }))
    expect(region.queryByText('Stayed.')).toBeNull()
    expect(region.getByText('Not saved.')).toBeTruthy()
    vi.useRealTimers()
  })
})
