import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { ReactFlowProvider } from '@xyflow/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Metrics } from '../../model/types'
import { openRoom } from '../fields/testRoom'
import type { AnalysisAt } from '../shell/ui'
import { Analysis } from './Analysis'
import { DAY_S, explained, metricsAt, ROWS, sensitivity } from './testAnswers'
import { DOCKED } from './useScreen'

const ELEMENTS = {
  development: { kind: 'step', name: 'Development', x: 0, y: 0 },
  review: { kind: 'step', name: 'Code review', x: 240, y: 0 },
  queue: { kind: 'queue', name: 'Before the test', x: 400, y: 0 },
  way: { kind: 'flow', flow: 'push', source: 'development', target: 'review' },
}

/** What the server answers, by the last word of the address; a test changes it. */
let answers: Record<string, () => Response | Promise<Response>>
let asked: string[]

beforeEach(() => {
  asked = []
  answers = {
    explanation: () =>
      Response.json({ seq: 1, figures: [explained(), explained({ figure: 'wip', name: 'Flow load' })] }),
    sensitivity: () => Response.json(sensitivity()),
  }
  vi.stubGlobal('fetch', async (address: string) => {
    const word = address.split('/').at(-2) ?? ''
    asked.push(word)
    return answers[word]?.() ?? new Response(null, { status: 404 })
  })
  vi.stubGlobal('matchMedia', (media: string) => ({
    matches: media === DOCKED,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  // A browser draws the panel beside the map; here it is enough that it is open.
  HTMLDialogElement.prototype.show = function () {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function () {
    this.open = false
  }
})

function open(at: AnalysisAt, metrics: Partial<Metrics> = {}) {
  const room = openRoom(ELEMENTS)
  const figures = (seq: number) => act(() => void room.store.receive({ t: 'metrics', ...metricsAt(seq, metrics) }))
  figures(1)
  room.show(
    <ReactFlowProvider>
      <Analysis at={at} />
    </ReactFlowProvider>,
  )
  return { ...room, figures, user: userEvent.setup() }
}

describe('a figure opened', () => {
  it('shows definition, formula, rows, what is left out and what it rests on', async () => {
    open({ tab: 'figures', figure: 'lead_time_s' })
    expect(await screen.findByRole('heading', { name: 'Lead time 10.5 d' })).toBeTruthy()
    expect(screen.getByText('From trigger to delivery.')).toBeTruthy()
    expect(screen.getByText('60 % of it is guessed.')).toBeTruthy()
    const rows = within(screen.getByRole('table')).getAllByRole('row')
    expect(rows.map((row) => row.textContent)).toEqual([
      'CountedEachTimesMakes',
      'Developmentwait4 dguess1 ×4 d',
      'Developmentwork5 destimate of the people who do it1 ×5 d',
      'Code reviewwait2 dguess0.5 ×1 d',
      'Code reviewwork1 destimate of the people who do it0.5 ×4 h',
      'Lead time10.5 d',
    ])
    expect(screen.getByRole('button', { name: /Before the test It only counts items/ })).toBeTruthy()
  })

  it('leads from a row to its place on the map', async () => {
    const { store, user } = open({ tab: 'figures', figure: 'lead_time_s' })
    const [row] = await screen.findAllByRole('button', { name: /^Code review/ })
    if (row) await user.click(row)
    expect(store.getState().own.selection).toEqual(['review'])
  })

  it('follows the map, and keeps what it knows while it cannot', async () => {
    const { figures } = open({ tab: 'figures', figure: 'lead_time_s' })
    await screen.findByRole('heading', { name: 'Lead time 10.5 d' })
    answers.explanation = () =>
      Response.json({ seq: 2, figures: [explained({ value: 12 * DAY_S, rows: ROWS.slice(0, 2) })] })
    figures(2)
    expect(await screen.findByRole('heading', { name: 'Lead time 12 d' })).toBeTruthy()
    answers.explanation = () => Response.json({ code: 'busy', message: 'The server is busy.' }, { status: 503 })
    figures(3)
    expect((await screen.findByRole('alert')).textContent).toContain('The server is busy.')
    expect(screen.getByRole('heading', { name: 'Lead time 12 d' })).toBeTruthy()
    answers.explanation = () => Response.json({ seq: 3, figures: [explained({ value: 13 * DAY_S })] })
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: 'Lead time 13 d' })).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('asks one question at a time, and once more for all that came meanwhile', async () => {
    const { figures } = open({ tab: 'figures', figure: 'lead_time_s' })
    await screen.findByRole('heading', { name: 'Lead time 10.5 d' })
    let answer: (response: Response) => void = () => undefined
    answers.explanation = () => new Promise<Response>((resolve) => (answer = resolve))
    const before = asked.length
    figures(2)
    await waitFor(() => expect(asked.length).toBe(before + 1))
    for (let seq = 3; seq < 12; seq += 1) figures(seq)
    answers.explanation = () => Response.json({ seq: 11, figures: [explained({ value: 11 * DAY_S })] })
    answer(Response.json({ seq: 2, figures: [explained({ value: 9 * DAY_S })] }))
    expect(await screen.findByRole('heading', { name: 'Lead time 11 d' })).toBeTruthy()
    expect(asked.length).toBe(before + 2)
  })

  it('says what it still needs', async () => {
    answers.explanation = () =>
      Response.json({
        seq: 1,
        figures: [explained({ value: null, rows: [], needs: ['Needs the wait before “Test”.'] })],
      })
    open({ tab: 'figures', figure: 'lead_time_s' })
    expect(await screen.findByText('Needs the wait before “Test”.')).toBeTruthy()
  })
})

describe('findings', () => {
  const findings = [
    { element: 'review', code: 'long_wait', sentence: 'Work waits 2 d.', at_stake_s: 2 * DAY_S },
    { element: null, code: 'wip_differs', sentence: 'The counts do not fit.', at_stake_s: null },
  ]

  it('are told in their order, and lead to their places', async () => {
    const { store, user } = open({ tab: 'findings' }, { findings })
    const told = screen.getAllByRole('listitem').map((item) => item.textContent)
    expect(told).toEqual(['Code reviewWork waits 2 d.2 d at stake', 'The whole streamThe counts do not fit.'])
    await user.click(screen.getByRole('button', { name: /Work waits/ }))
    expect(store.getState().own.selection).toEqual(['review'])
  })

  it('show both rules where they disagree', () => {
    const constraint = {
      step: 'development',
      rule: 'utilisation' as const,
      agrees: false,
      evidence: ['Busiest at 103 %.', 'Work waits longest before “Code review”.', 'The two rules disagree.'],
      by_utilisation: 'development',
      by_pile_up: 'review',
      utilisation_sentence: 'Busiest at 103 %.',
      pile_up_sentence: 'Work waits longest before “Code review”.',
    }
    open({ tab: 'findings' }, { findings, constraint })
    expect(screen.getByRole('heading', { name: 'Two rules, two answers' })).toBeTruthy()
    expect(screen.getByText('Busiest at 103 %.')).toBeTruthy()
    expect(screen.getByText('Work waits longest before “Code review”.')).toBeTruthy()
  })

  it('are good news only where the times are known', () => {
    open({ tab: 'findings' }, { steps_timed: 1, steps_total: 4 })
    expect(screen.getByText(/1 of 4 steps have their times/)).toBeTruthy()
  })
})

describe('what to check first', () => {
  it('is said in a sentence, drawn, and told in numbers', async () => {
    const { store, user } = open({ tab: 'sensitivity' })
    expect(await screen.findByText('Check the wait before “Development” first.')).toBeTruthy()
    const [first, second] = within(screen.getByRole('list', { name: /Inputs by how much/ })).getAllByRole('button')
    expect(first?.textContent).toContain('assumed from 2 d to 8 d, lead time from 8 d to 14 d, a swing of 6 d')
    expect(second?.textContent).toContain('stated from 40 % to 70 %, lead time from 9 d to 11 d')
    const rows = within(screen.getByRole('table', { hidden: true })).getAllByRole('row', { hidden: true })
    expect(rows.length).toBe(3)
    if (first) await user.click(first)
    expect(store.getState().own.selection).toEqual(['development'])
  })
})

it('goes through the tabs with the arrow keys', async () => {
  const { user } = open({ tab: 'findings' })
  act(() => screen.getByRole('tab', { name: 'Findings' }).focus())
  await user.keyboard('{ArrowRight}')
  expect(document.activeElement?.textContent).toBe('What to check first')
})
