import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Action, Opening, PlanEntry } from '../../model/opening'
import type { Role } from '../../model/types'
import { openRoom } from '../fields/testRoom'
import { OnThePlan } from './OnThePlan'
import { OpeningPlace } from './OpeningPlace'

const ELEMENTS = { burst: { kind: 'note', note: 'burst', text: 'A second staging', x: 0, y: 0 } }
const ENTRY: PlanEntry = { id: 'one', state: 'proposed', state_label: 'proposed', path: '/improvements/one/' }

let opening: Opening
let entry: PlanEntry | null
let may: boolean
let sent: unknown[]

const BURSTS = '/api/maps/map/bursts/improvements/'

beforeEach(() => {
  window.localStorage.clear()
  opening = {
    on: '2026-03-31',
    sentence: 'One action is overdue, one unfinished: begin with them.',
    overdue: [action({ id: 'late', title: 'Talk to finance', due: '3 days overdue' })],
    unfinished: [action({ id: 'begun', title: 'Slots for staging', due: '', kind: 'experiment' })],
  }
  entry = null
  may = true
  sent = []
  vi.stubGlobal('fetch', async (address: string, init?: RequestInit) => {
    if (address === '/api/workshops/workshop/plan/opening/') return Response.json(opening)
    if (address !== BURSTS) return new Response(null, { status: 404 })
    if (init?.method === 'POST') {
      sent.push(JSON.parse(String(init.body)))
      entry = ENTRY
      return Response.json({ results: [ENTRY] })
    }
    const results = [{ element: 'burst', title: 'A second staging', waste: '', improvement: entry }]
    return Response.json({ may_propose: may, results })
  })
})

function action(part: Partial<Action>): Action {
  const plain = { kind: 'improvement', id: '', title: '', who: 'Ben', state: 'planned', due_on: null, due: '' } as const
  return { ...plain, ...part, path: `/improvements/${part.id}/` }
}

function open(role: Role = 'member') {
  openRoom(ELEMENTS, role).show(<OpeningPlace />)
  return userEvent.setup()
}

it('says what is open and leads to each of it', async () => {
  const user = open()
  await screen.findByText(opening.sentence)
  expect(screen.getByRole('link', { name: 'To the plan' }).getAttribute('href')).toBe('/workshops/workshop/plan/')
  expect(screen.queryByRole('link', { name: 'Talk to finance' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Show them' }))
  expect(screen.getByRole('link', { name: 'Talk to finance' }).getAttribute('href')).toBe('/improvements/late/')
  screen.getByText('3 days overdue')
  screen.getByText('experiment, planned · Ben')
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('link', { name: 'Talk to finance' })).toBeNull()
})

it('stays away for the day on which it was put away, and comes back on the next', async () => {
  const user = open()
  await user.click(await screen.findByRole('button', { name: 'Put away for today' }))
  expect(screen.queryByText(opening.sentence)).toBeNull()
  const asked = vi.fn(fetch)
  vi.stubGlobal('fetch', asked)
  open()
  await waitFor(() => expect(asked).toHaveBeenCalled())
  await asked.mock.results[0]?.value
  expect(screen.queryByText(opening.sentence)).toBeNull()
  opening = { ...opening, on: '2026-04-01' }
  open()
  await screen.findByText(opening.sentence)
})

it('is not asked for by people who only read', () => {
  const asked = vi.fn(fetch)
  vi.stubGlobal('fetch', asked)
  open('viewer')
  expect(asked).not.toHaveBeenCalled()
})

it('puts a burst on the plan and then says where it is there', async () => {
  openRoom(ELEMENTS).show(<OnThePlan id="burst" />)
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Put on the plan' }))
  const link = await screen.findByRole('link', { name: 'On the plan: proposed' })
  expect(link.getAttribute('href')).toBe('/improvements/one/')
  expect(sent).toEqual([{ elements: ['burst'] }])
})

it('only tells people who may not propose', async () => {
  may = false
  openRoom(ELEMENTS, 'leader').show(<OnThePlan id="burst" />)
  await screen.findByText('It is not on the plan yet.')
  expect(screen.queryByRole('button')).toBeNull()
})

it('says why it could not be put there', async () => {
  openRoom(ELEMENTS).show(<OnThePlan id="burst" />)
  const button = await screen.findByRole('button', { name: 'Put on the plan' })
  const problem = { code: 'too_many_improvements', message: 'The plan holds at most 500 improvements.' }
  vi.stubGlobal('fetch', async () => Response.json(problem, { status: 409 }))
  await userEvent.setup().click(button)
  expect((await screen.findByRole('alert')).textContent).toBe(problem.message)
  expect((button as HTMLButtonElement).disabled).toBe(false)
})
