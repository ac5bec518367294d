import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refused } from '../dialogs/rest'
import { openRoom } from '../fields/testRoom'
import { Composer } from './Composer'
import type { Draft } from './drafts'

type Send = (draft: Draft, mentions: string[]) => Promise<void>

beforeEach(() => window.localStorage.clear())
afterEach(() => vi.restoreAllMocks())

function show(onSend: Send, saw?: string) {
  const onSent = vi.fn()
  const props = { place: 'on-a', label: 'New comment', placeholder: '', sendLabel: 'Comment', onSend, onSent }
  openRoom({ a: { kind: 'step', name: 'Build' } }).show(<Composer {...props} {...(saw === undefined ? {} : { saw })} />)
  return onSent
}

const field = () => screen.getByLabelText<HTMLTextAreaElement>('New comment')
const type = (text: string) => {
  fireEvent.change(field(), { target: { value: text } })
  field().setSelectionRange(text.length, text.length)
  fireEvent.select(field())
}

describe('a comment that is written', () => {
  it('is sent with whom it mentions, and the field is empty then', async () => {
    const sent: [string, string[]][] = []
    const onSent = show(async ({ text }, mentions) => void sent.push([text, mentions]))
    type('@Mia look')
    fireEvent.click(screen.getByRole('button', { name: 'Comment' }))
    await waitFor(() => expect(onSent).toHaveBeenCalledOnce())
    expect(sent).toEqual([['@Mia look', ['mia']]])
    expect(field().value).toBe('')
    expect(window.localStorage).toHaveLength(0)
  })

  it('stays where it could not be sent, says why, and goes under the same id the next time', async () => {
    const ids: string[] = []
    let works = false
    show(async ({ id }) => {
      ids.push(id)
      if (!works) throw new Refused('unreachable', 'The server cannot be reached just now.')
    })
    type('Why so long?')
    fireEvent.click(screen.getByRole('button', { name: 'Comment' }))
    const again = await screen.findByRole('button', { name: 'Send again' })
    expect(screen.getByRole('alert').textContent).toBe(
      'The server cannot be reached just now. What you wrote is kept here.',
    )
    expect(field().value).toBe('Why so long?')
    works = true
    fireEvent.click(again)
    await waitFor(() => expect(field().value).toBe(''))
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('is there again after a reload', async () => {
    const drafts: Draft[] = []
    show(() => Promise.reject(new Refused('unreachable', 'Away.')))
    type('Why so long?')
    const kept = JSON.parse(window.localStorage.getItem(window.localStorage.key(0) ?? '') ?? '') as Draft
    document.body.replaceChildren()
    show(async (draft) => void drafts.push(draft))
    expect(field().value).toBe('Why so long?')
    fireEvent.keyDown(field(), { key: 'Enter', ctrlKey: true })
    await waitFor(() => expect(drafts.map(({ id }) => id)).toEqual([kept.id]))
  })

  it('gets a new id where the old one is gone for good', async () => {
    const ids: string[] = []
    show(async ({ id }) => {
      ids.push(id)
      if (ids.length === 1) throw new Refused('comment_gone', 'It was taken away by Ana, so this was not saved.')
    })
    type('Still there?')
    fireEvent.click(screen.getByRole('button', { name: 'Comment' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Send again' }))
    await waitFor(() => expect(new Set(ids).size).toBe(2))
  })

  it('that was changed elsewhere is replaced only after one has heard of it', async () => {
    const saw: (string | undefined)[] = []
    show(async (draft) => {
      saw.push(draft.saw)
      if (saw.length === 1) throw new Refused('comment_changed', 'You have changed it elsewhere.', { text: 'two' })
    }, 'one')
    type('three')
    fireEvent.click(screen.getByRole('button', { name: 'Comment' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Send again' }))
    await waitFor(() => expect(saw).toEqual(['one', 'two']))
  })
})

describe('calling somebody', () => {
  it('is done with the arrow keys and Enter, and sends nothing', () => {
    const send = vi.fn<Send>()
    show(send)
    type('ask @')
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
      'Ana facilitator',
      'Ben member',
      'Mia member',
      'Vic viewer',
    ])
    fireEvent.keyDown(field(), { key: 'ArrowDown' })
    expect(screen.getByRole('option', { selected: true }).textContent).toBe('Ben member')
    expect(field().getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { selected: true }).id)
    fireEvent.keyDown(field(), { key: 'Enter' })
    expect(field().value).toBe('ask @Ben ')
    expect(screen.queryByRole('listbox')).toBeNull()
    expect(send).not.toHaveBeenCalled()
  })

  it('ends with Escape', () => {
    show(vi.fn<Send>())
    type('@an')
    fireEvent.keyDown(field(), { key: 'Escape' })
    expect(screen.queryByRole('listbox')).toBeNull()
    expect(field().value).toBe('@an')
  })
})
