import { act, fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Step } from '../../model/types'
import { useStore } from '../useStore'
import { TextField } from './TextField'
import { openRoom, type Room } from './testRoom'
import { COMMIT_AFTER_MS } from './useDraft'

const REVIEW = { kind: 'step', name: 'Code review', x: 0, y: 0 }

function Name() {
  const step = useStore((state) => state.elements.get('review')) as Step
  return (
    <TextField
      label="Name"
      elementId="review"
      field="name"
      text={step.name}
      maxLength={200}
      required="A step needs a name."
    />
  )
}

let room: Room
let input: HTMLInputElement

beforeEach(() => {
  vi.useFakeTimers()
  room = openRoom({ review: REVIEW })
  room.show(<Name />)
  input = screen.getByLabelText<HTMLInputElement>('Name')
  act(() => input.focus())
})

afterEach(() => vi.useRealTimers())

function type(text: string, caret = text.length) {
  fireEvent.change(input, { target: { value: text } })
  input.setSelectionRange(caret, caret)
}

const pause = () => act(() => vi.advanceTimersByTime(COMMIT_AFTER_MS))
const named = (name: string, saw: string) => ({ do: 'set', id: 'review', fields: { name }, saw: { name: saw } })
const rename = (before: string, after: string) => ({ review: { before: { name: before }, after: { name: after } } })

describe('a text', () => {
  it('is stored after a pause, with what its writer saw', () => {
    type('Code review by peers')
    expect(room.asked()).toEqual([])
    pause()
    expect(room.asked()).toEqual([named('Code review by peers', 'Code review')])
  })

  it('goes on from what it stored itself', () => {
    type('Code review by')
    pause()
    type('Code review by peers')
    pause()
    expect(room.asked()).toEqual([
      named('Code review by', 'Code review'),
      named('Code review by peers', 'Code review by'),
    ])
    expect(input.value).toBe('Code review by peers')
  })

  it('keeps the space at its end while its writer pauses', () => {
    type('Code review and ')
    pause()
    expect(room.asked()).toEqual([named('Code review and', 'Code review')])
    expect(input.value).toBe('Code review and ')
  })

  it('is stored at once by leaving, and only once', () => {
    type('Review')
    fireEvent.blur(input)
    pause()
    expect(room.asked()).toEqual([named('Review', 'Code review')])
  })

  it('is not stored where it may not be empty', () => {
    type('')
    pause()
    fireEvent.keyDown(input, { key: 'Enter' })
    expect(screen.getByText('A step needs a name.')).toBeTruthy()
    fireEvent.blur(input)
    expect(room.asked()).toEqual([])
    expect(input.value).toBe('Code review')
  })

  it('drops what is not stored by Escape', () => {
    type('Something else')
    fireEvent.keyDown(input, { key: 'Escape' })
    pause()
    expect(input.value).toBe('Code review')
    expect(room.asked()).toEqual([])
  })
})

describe('two writers', () => {
  it('both keep their words, and my caret stays at mine', () => {
    type('Code review by peers', 'Code review by'.length)
    room.others('ben', rename('Code review', 'Thorough code review'))
    expect(input.value).toBe('Thorough code review by peers')
    expect(input.selectionStart).toBe('Thorough code review by'.length)
    pause()
    expect(room.asked()).toEqual([named('Thorough code review by peers', 'Thorough code review')])
  })

  it('what the server made of my edit and theirs reaches my draft', () => {
    type('Code review by peers')
    pause()
    room.others('ben', rename('Code review', 'Old code review'))
    room.confirm(rename('Old code review', 'Old code review by peers'))
    expect(input.value).toBe('Old code review by peers')
    type('Old code review by peers today')
    pause()
    expect(room.asked()).toEqual([named('Old code review by peers today', 'Old code review by peers')])
  })

  it('a field in which nobody types follows the map', () => {
    room.others('ben', rename('Code review', 'Reading'))
    expect(input.value).toBe('Reading')
  })

  it('waits with merging until a composed character is finished', () => {
    fireEvent.compositionStart(input)
    type('Code review か')
    room.others('ben', rename('Code review', 'Code reviews'))
    pause()
    expect(input.value).toBe('Code review か')
    expect(room.asked()).toEqual([])
    fireEvent.compositionEnd(input)
    expect(input.value).toContain('か')
    expect(input.value).toContain('reviews')
  })
})

describe('while the pending edit waits', () => {
  it('two writers of one word both stand', async () => {
    vi.useRealTimers()
    await userEvent.clear(input)
    await userEvent.type(input, 'Peer review')
    room.others('ben', rename('Code review', 'Design review'))
    expect(input.value).toContain('Peer')
    expect(input.value).toContain('Design')
  })
})
