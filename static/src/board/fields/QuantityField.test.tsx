import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { DEFAULT_CALENDAR } from '../../model/calendar'
import type { Step } from '../../model/types'
import { useStore } from '../useStore'
import { QuantityField } from './QuantityField'
import { openRoom, type Room } from './testRoom'
import { useFieldWriter } from './useFieldWriter'

const WAIT = { value: 86_400, source: 'measured', n: 14 } as const
const REVIEW = { kind: 'step', name: 'Review', x: 0, y: 0, wait_time: WAIT }

function Wait({ onDone }: { onDone?: (how: string) => void }) {
  const step = useStore((state) => state.elements.get('review')) as Step
  const write = useFieldWriter('review')
  return (
    <>
      <QuantityField
        label="Wait"
        elementId="review"
        field="wait_time"
        quantity={step.wait_time}
        calendar={DEFAULT_CALENDAR}
        onCommit={write.commit('wait_time')}
        {...(onDone ? { onDone } : {})}
      />
      <button type="button">next</button>
    </>
  )
}

function open(role: Parameters<typeof openRoom>[1] = 'facilitator'): { room: Room; input: HTMLInputElement } {
  const room = openRoom({ review: REVIEW }, role)
  room.show(<Wait />)
  return { room, input: screen.getByLabelText<HTMLInputElement>('Wait') }
}

const set = (wait_time: unknown, saw: unknown = WAIT) => [
  { do: 'set', id: 'review', fields: { wait_time }, saw: { wait_time: saw } },
]

describe('a figure', () => {
  it('is read while it is typed and stored by Enter', async () => {
    const { room, input } = open()
    await userEvent.click(input)
    expect(input.value).toBe('3d')
    await userEvent.clear(input)
    await userEvent.type(input, '1d 4h')
    expect(screen.getByText('= 1.5 d (12 h of work)')).toBeTruthy()
    expect(room.asked()).toEqual([])
    await userEvent.keyboard('{Enter}')
    expect(room.asked()).toEqual(set({ value: 43_200, source: 'estimate' }))
  })

  it('is stored once when Enter is followed by leaving', async () => {
    const { room, input } = open()
    await userEvent.type(input, '{Control>}a{/Control}2h{Enter}')
    await userEvent.tab()
    expect(room.asked()).toHaveLength(1)
  })

  it('is stored by leaving with Tab', async () => {
    const { room, input } = open()
    await userEvent.clear(input)
    await userEvent.type(input, '2h-4h')
    await userEvent.tab()
    expect(room.asked()).toEqual(set({ value: 10_800, low: 7_200, high: 14_400, source: 'estimate' }))
  })

  it('is emptied by an empty text', async () => {
    const { room, input } = open()
    await userEvent.clear(input)
    await userEvent.tab()
    expect(room.asked()).toEqual(set(null))
  })

  it('keeps what cannot be read, with a sentence, and stores nothing', async () => {
    const { room, input } = open()
    await userEvent.clear(input)
    await userEvent.type(input, '3 weeks or so')
    await userEvent.tab()
    expect(input.value).toBe('3 weeks or so')
    expect(screen.getByRole('alert').textContent).toContain('not')
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(room.asked()).toEqual([])
  })

  it('comes back by Escape', async () => {
    const { room, input } = open()
    await userEvent.clear(input)
    await userEvent.type(input, '9d{Escape}')
    expect(input.value).toBe('3d')
    await userEvent.tab()
    expect(room.asked()).toEqual([])
  })

  it('that is only visited keeps its provenance', async () => {
    const { room, input } = open()
    await userEvent.click(input)
    await userEvent.tab()
    expect(room.asked()).toEqual([])
  })

  it('says what was seen when the typing began, not what came meanwhile', async () => {
    const { room, input } = open()
    await userEvent.clear(input)
    await userEvent.type(input, '2')
    const theirs = { value: 3_600, source: 'estimate' }
    room.others('ben', { review: { before: { wait_time: WAIT }, after: { wait_time: theirs } } })
    await userEvent.type(input, 'h{Enter}')
    expect(room.asked()).toEqual(set({ value: 7_200, source: 'estimate' }))
  })

  it('tells how it was left', async () => {
    const room = openRoom({ review: REVIEW })
    const done = vi.fn()
    room.show(<Wait onDone={done} />)
    await userEvent.type(screen.getByLabelText('Wait'), '{Enter}')
    await userEvent.keyboard('{Escape}')
    await userEvent.tab()
    expect(done.mock.calls.map(([how]) => how)).toEqual(['enter', 'escape', 'blur'])
  })

  it('cannot be written by a viewer', async () => {
    const { room, input } = open('viewer')
    await userEvent.type(input, '2h{Enter}')
    expect(input.readOnly).toBe(true)
    expect(room.asked()).toEqual([])
  })
})

describe('the room', () => {
  it('sees in which field I write, and I see the others', async () => {
    const { room, input } = open()
    await userEvent.click(input)
    expect(room.store.getState().own.editing).toEqual({ id: 'review', field: 'wait_time' })
    await userEvent.tab()
    expect(room.store.getState().own.editing).toBeNull()
    const editing = { id: 'review', field: 'wait_time' }
    room.presence('c2', { participant: 'ben', cursor: null, selection: [], editing })
    room.presence('c3', { participant: 'mia', cursor: null, selection: [], editing })
    expect(screen.getByText('Ben and Mia write here')).toBeTruthy()
    room.presence('c2', null)
    expect(screen.getByText('Mia writes here')).toBeTruthy()
  })
})
