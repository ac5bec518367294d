import '../../../charts/testCanvas'
import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openRoom, type Room } from '../../fields/testRoom'
import { marksOf } from './LeadTimes'
import { longestQueues } from './Queues'
import { SimulationTab } from './SimulationTab'
import { RESULT, runOf } from './sample'
import type { Run, SimulationResult } from './types'
import { FOLLOW_MS } from './useRuns'

const ELEMENTS = {
  build: { kind: 'step', name: 'Build', x: 0, y: 0 },
  review: { kind: 'step', name: 'Review', x: 260, y: 0 },
  flow: { kind: 'flow', flow: 'push', source: 'build', target: 'review' },
}

/** The server: its runs, newest first, and what it was asked. */
const server = { runs: [] as Run[], posted: [] as { path: string; body: unknown }[], refusal: null as object | null }
let room: Room
const shown = vi.fn()

function answer(path: string, init?: RequestInit): { status: number; body: unknown } {
  if (init?.method === 'POST') {
    if (server.refusal) return { status: 409, body: server.refusal }
    server.posted.push({ path, body: JSON.parse(String(init.body)) })
    const id = path.split('/')[3]
    if (path.endsWith('/cancel/')) {
      server.runs = server.runs.map((run) => (run.id === id ? { ...run, state: 'cancelled' } : run))
      return { status: 200, body: server.runs.find((run) => run.id === id) }
    }
    const run = runOf({ id: `run-${server.runs.length + 1}`, ...(JSON.parse(String(init.body)) as Partial<Run>) })
    server.runs = [run, ...server.runs]
    return { status: 202, body: run }
  }
  if (path === '/api/maps/map/simulations/') {
    return { status: 200, body: { results: server.runs.map(({ result: _, ...run }) => run) } }
  }
  return { status: 200, body: server.runs.find(({ id }) => path === `/api/simulations/${id}/`) }
}

function change(id: string, part: Partial<Run>): void {
  server.runs = server.runs.map((run) => (run.id === id ? { ...run, ...part } : run))
}

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

async function open(runs: Run[] = []): Promise<void> {
  server.runs = runs
  room = openRoom(ELEMENTS)
  room.show(<SimulationTab onShow={shown} />)
  await pass(0)
}

const press = async (name: string | RegExp) => {
  const button = screen.getByRole('button', { name })
  button.focus()
  fireEvent.click(button)
  await pass(0)
}

beforeEach(() => {
  vi.useFakeTimers()
  server.posted = []
  server.refusal = null
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    const { status, body } = answer(path, init)
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
  })
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  shown.mockReset()
})

describe('a run', () => {
  it('starts with what the form says and is followed to its result', async () => {
    await open()
    expect(screen.getByText(/Nobody has simulated this map yet/)).toBeTruthy()
    fireEvent.change(screen.getByLabelText('Items'), { target: { value: '50000' } })
    fireEvent.change(screen.getByLabelText('Seed'), { target: { value: '7' } })
    await press('Simulate')
    expect(server.posted).toEqual([
      {
        path: '/api/maps/map/simulations/',
        body: { items: 50_000, seed: 7, distribution: 'auto', arrivals: 'exponential' },
      },
    ])
    expect(screen.getByText('Waiting for a worker')).toBeTruthy()
    change('run-1', { state: 'running', progress: 40, stage: 'simulated 20,000 of 50,000 items' })
    await pass(FOLLOW_MS)
    expect(screen.getByText('simulated 20,000 of 50,000 items')).toBeTruthy()
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('40')
    change('run-1', { state: 'done', progress: 100, result: RESULT })
    await pass(FOLLOW_MS)
    expect(screen.queryByRole('progressbar')).toBeNull()
    expect(screen.getByText('85 of 100 within').nextSibling?.textContent).toContain('19 d')
    expect(screen.getByText(RESULT.difference_sentence)).toBeTruthy()
    expect(screen.getByText(RESULT.warm_up_sentence)).toBeTruthy()
  })

  it('is found again after a reload and can be stopped; the focus is not lost', async () => {
    await open([runOf({ state: 'running', progress: 3 }), runOf({ id: 'old', state: 'done', result: RESULT })])
    expect(screen.getByRole('progressbar')).toBeTruthy()
    await press('Cancel')
    expect(server.posted.map(({ path }) => path)).toEqual(['/api/simulations/run-1/cancel/'])
    expect(screen.getByText('Cancelled at 3 %')).toBeTruthy()
    expect(document.activeElement?.className).toBe('simulation')
    await press(/^Start again/)
    expect(server.posted.at(-1)?.body).toEqual({
      items: 10_000,
      seed: 1,
      distribution: 'auto',
      arrivals: 'exponential',
    })
  })

  it('of somebody else is followed, and stopped only by whoever may', async () => {
    await open([runOf({ state: 'running', author: { id: 'ben', name: 'Ben' }, may_cancel: false })])
    expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull()
    expect(screen.getByText(/Ben started it/)).toBeTruthy()
  })

  it('that failed says why', async () => {
    await open()
    await press('Simulate')
    change('run-1', { state: 'failed', error: 'The worker was stopped; start the simulation again.' })
    await pass(FOLLOW_MS)
    const alert = screen.getByRole('alert')
    expect(alert.textContent).toContain('The worker was stopped')
    expect(within(alert).getByRole('button', { name: /Start again with 10,000 items and seed 1/ })).toBeTruthy()
  })

  it('that is refused says what the map needs, and keeps saying it while an older result is on screen', async () => {
    await open([runOf({ state: 'done', result: RESULT })])
    server.refusal = {
      code: 'cannot_simulate',
      message: 'Give the wait before “Review”.',
      details: { needs: ['Give the wait before “Review”.'] },
    }
    await press('Simulate')
    await pass(FOLLOW_MS * 2)
    expect(screen.getByRole('alert').textContent).toBe(
      'This map cannot be simulated yet:Give the wait before “Review”.',
    )
    server.refusal = null
    await press('Simulate')
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('a result', () => {
  it('gives each step in stream order with how busy it was, and leads to it', async () => {
    await open([runOf({ state: 'done', result: RESULT })])
    const table = within(screen.getByRole('table', { name: 'Steps' }))
    const rows = table.getAllByRole('row').slice(1)
    expect(rows.map((row) => row.textContent)).toEqual([
      'Build52 %4 das stated0.47',
      'Reviewworked on 1.3 times an item93 %6 d3 d5.331',
    ])
    fireEvent.click(table.getByRole('button', { name: 'Review' }))
    expect(shown).toHaveBeenCalledWith('review')
  })

  it('says plainly that there is no steady state', async () => {
    const sentence = 'No steady state: the backlog grows by 0.6 items a week.'
    await open([runOf({ state: 'done', result: { ...RESULT, steady: false, sentence } })])
    expect(screen.getByText('No steady state.').parentElement?.textContent).toBe(
      'No steady state. The backlog grows by 0.6 items a week.',
    )
  })

  it('says that the map has changed since, and names steps that are gone', async () => {
    await open([runOf({ state: 'done', result: RESULT })])
    expect(screen.queryByText(/This is the map as it was/)).toBeNull()
    room.others('ben', { flow: { before: ELEMENTS.flow, after: null } })
    room.others('ben', { review: { before: ELEMENTS.review, after: null } })
    expect(screen.getByText(/This is the map as it was: the map has changed 2 times since/)).toBeTruthy()
    expect(screen.getByText('A step that has been removed since')).toBeTruthy()
    await press('Simulate it as it is now')
    expect(server.posted).toHaveLength(1)
  })

  it('is chosen from the list of recent runs', async () => {
    const older = { ...RESULT, difference_sentence: 'They are the same.' }
    await open([
      runOf({ state: 'done', result: RESULT }),
      runOf({ id: 'old', seed: 9, state: 'done', result: older, author: { id: 'ben', name: 'Ben' } }),
      runOf({ id: 'gone', seed: 4, state: 'failed', error: 'It failed.' }),
    ])
    await press(/seed 9.*Ben/)
    expect(screen.getByText('They are the same.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Seed').value).toBe('9')
    await press(/seed 4failed/)
    expect(screen.getByRole('alert').textContent).toContain('It failed.')
  })
})

describe('the charts', () => {
  it('mark the percentiles and what the map says, with rework where that is known', () => {
    const said = (result: SimulationResult) => marksOf(result).map(({ label, at }) => [label, at / 28_800])
    expect(said(RESULT)).toEqual([
      ['p50', 10],
      ['p85', 19],
      ['p95', 28],
      ['The map says', 9],
    ])
    expect(said({ ...RESULT, static_expected_lead_time_s: null }).at(-1)).toEqual(['The map says', 8])
    expect(said({ ...RESULT, static_expected_lead_time_s: null, static_lead_time_s: null })).toHaveLength(3)
  })

  it('draw the longest queues and leave out those where nothing waits', () => {
    const steps = { a: [0, 0], b: [1, 0], c: [3, 3], d: [2, 0], e: [0, 4], f: [0, 5], g: [9, 9] }
    expect(longestQueues({ ...RESULT, queue_over_time: { at_s: [0, 1], steps } })).toEqual(['g', 'c', 'f', 'e', 'd'])
    expect(longestQueues(RESULT)).toEqual(['review', 'build'])
  })
})

describe('a seed', () => {
  it('is a whole number', async () => {
    await open()
    const seed = screen.getByLabelText('Seed')
    for (const wrong of ['', 'a', '-1', '1.5', '99999999999999999']) {
      fireEvent.change(seed, { target: { value: wrong } })
      expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Simulate' }).disabled, wrong).toBe(true)
    }
    await press('Another')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Simulate' }).disabled).toBe(false)
  })
})
