import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { figuresAt, ModelServer } from '../../tests/js/modelServer'
import { addStep, setFields } from './model/edits'
import type { WhatIfAnswer } from './model/sandbox'
import type { Edit, Operation } from './model/types'
import { type Asked, createSandbox, type KeptSandbox, type Sandbox, type SandboxOptions } from './sandboxStore'
import { createStore, type State, type Store } from './store'

interface Question {
  edits: readonly Edit[]
  signal: AbortSignal
  answer: (asked: Asked) => Promise<void>
}

let live: Store
let server: ModelServer
let sandbox: Sandbox
let questions: Question[]
let kept: (KeptSandbox | null)[]

const ask: SandboxOptions['ask'] = (edits, signal) =>
  new Promise((resolve) => {
    const answer = async (asked: Asked) => {
      resolve(asked)
      await vi.advanceTimersByTimeAsync(0)
    }
    questions.push({ edits, signal, answer })
  })

beforeEach(() => {
  vi.useFakeTimers()
  questions = []
  kept = []
  server = new ModelServer()
  live = createStore()
  live.setConnection({ state: 'live' })
  for (const [name, id] of [
    ['Code review', 'review'],
    ['Test', 'test'],
  ] as const) {
    server.answer('ana', 'a', { t: 'edit', op_id: id, edits: [addStep({ name, x: 0, y: 0 }, id)] })
  }
  live.receive({ ...server.welcome('ben', 'c1', null), role: 'viewer' })
  sandbox = createSandbox({ live, ask, keep: (next) => kept.push(next) })
  sandbox.show()
})

afterEach(() => vi.useRealTimers())

function state(): State {
  return sandbox.store.getState()
}

function change(id: string, fields: Record<string, unknown>): void {
  sandbox.store.edit([setFields(state().elements, id, fields)])
}

/** Somebody else changes the map. */
function others(...edits: Edit[]): void {
  server.answer('mia', 'm', { t: 'edit', op_id: `theirs-${live.getState().seq}`, edits })
  const replay = server.welcome('ben', 'c1', live.getState().seq).replay as Operation[]
  live.receive({ t: 'operations', operations: replay })
}

function answerOf(lead: number): Asked {
  const prediction = {
    method: 'kingman' as const,
    method_sentence: 'By Kingman’s formula.',
    variability: { arrivals: 1, service: 1 },
    waits: [],
    notes: [],
    problems: [],
  }
  const answer: WhatIfAnswer = {
    seq: 2,
    today: { ...figuresAt(2), lead_time_s: 100 },
    predicted: { ...figuresAt(2), lead_time_s: lead },
    prediction,
  }
  return { is: 'answer', answer }
}

const soon = () => vi.advanceTimersByTimeAsync(200)

describe('privacy', () => {
  it('leaves the map and what the socket sends alone', async () => {
    const before = live.getState()
    change('review', { wait_time: '1h' })
    sandbox.store.setPresence({
      cursor: { x: 1, y: 2 },
      selection: ['review'],
      editing: { id: 'review', field: 'name' },
    })
    sandbox.store.undo()
    sandbox.store.redo()
    sandbox.store.notify({ tone: 'info', message: 'Only here.' })
    await soon()
    expect(live.getState()).toBe(before)
    expect(state().elements.get('review')).toMatchObject({ wait_time: { value: 3600 } })
    expect(state().pending).toEqual([])
  })

  it('shows nobody else in it, and lets everybody try who may look', () => {
    live.receive({
      t: 'presence',
      people: { other: { participant: 'mia', cursor: { x: 0, y: 0 }, selection: ['test'], editing: null } },
    })
    expect(live.getState().presence.size).toBe(1)
    expect(state().presence.size).toBe(0)
    expect(live.canEdit()).toBe(false)
    expect(sandbox.store.canEdit()).toBe(true)
    live.setConnection({ state: 'closed', reason: { code: 4403, message: 'Removed.' } })
    expect(sandbox.store.canEdit()).toBe(false)
  })

  it('never takes a notice into it whose button would change the map', () => {
    live.notify({ tone: 'warning', message: 'Mia replaced yours.', takeBack: [{ do: 'remove', id: 'test' }] })
    live.notify({ tone: 'info', message: 'Mia shared a what-if.' })
    expect(state().notices.map(({ message }) => message)).toEqual(['Mia shared a what-if.'])
    sandbox.store.dismiss(state().notices[0]?.id ?? '')
    expect(live.getState().notices.map(({ message }) => message)).toEqual(['Mia replaced yours.'])
  })
})

describe('the constraint', () => {
  it('is told no more once people judge it, and again when they have', async () => {
    const told = { step: 'review', evidence: [] } as never
    const figures = (hidden: boolean) => ({
      ...figuresAt(live.getState().seq),
      constraint: hidden ? null : told,
      ...(hidden ? { constraint_hidden: true as const } : {}),
    })
    const answered = (hidden: boolean): Asked => {
      const asked = answerOf(80)
      if (asked.is !== 'answer') throw new Error('no answer')
      return { is: 'answer', answer: { ...asked.answer, today: figures(hidden), predicted: figures(hidden) } }
    }
    live.receive({ t: 'metrics', ...figures(false) })
    change('review', { wait_time: '1h' })
    await soon()
    await questions.at(-1)?.answer(answered(false))
    expect(state().metrics?.constraint).toEqual(told)
    live.receive({ t: 'metrics', ...figures(true) })
    expect(state().metrics).toMatchObject({ constraint: null, constraint_hidden: true })
    expect(state().whatIf).toMatchObject({ today: null, prediction: null, figures: 'asking' })
    await soon()
    await questions.at(-1)?.answer(answered(true))
    expect(state().metrics?.constraint).toBeNull()
    live.receive({ t: 'metrics', ...figures(false) })
    await soon()
    await questions.at(-1)?.answer(answered(false))
    expect(state().metrics?.constraint).toEqual(told)
  })
})

describe('the map goes on underneath', () => {
  it('shows what others do beside what I try', () => {
    change('review', { wait_time: '1h' })
    others(
      setFields(live.getState().elements, 'test', { people: 3 }),
      addStep({ name: 'Release', x: 9, y: 0 }, 'release'),
    )
    expect(state().elements.get('review')).toMatchObject({ wait_time: { value: 3600 } })
    expect(state().elements.get('test')).toMatchObject({ people: { value: 3 } })
    expect(state().elements.has('release')).toBe(true)
  })

  it('keeps a change whose element is gone in the list, and asks without it', async () => {
    change('review', { wait_time: '1h' })
    change('test', { people: 2 })
    others({ do: 'remove', id: 'review' })
    expect(state().whatIf?.rows).toMatchObject([
      { key: 'review wait_time', lost: 'gone' },
      { key: 'test people', lost: null },
    ])
    await soon()
    expect(questions.at(-1)?.edits.map(({ id }) => id)).toEqual(['test'])
  })

  it('refuses what does not fit, and says so', () => {
    others({ do: 'remove', id: 'review' })
    sandbox.store.edit([{ do: 'set', id: 'review', fields: { people: 2 }, saw: {} }])
    expect(state().whatIf?.rows).toEqual([])
    expect(state().notices.map(({ tone }) => tone)).toEqual(['error'])
  })
})

describe('undo', () => {
  it('is of the what-if alone, step by step and back', () => {
    change('review', { wait_time: '1h' })
    change('review', { wait_time: '2h' })
    sandbox.store.undo()
    expect(state().elements.get('review')).toMatchObject({ wait_time: { value: 3600 } })
    sandbox.store.undo()
    expect(state().elements.get('review')).not.toHaveProperty('wait_time')
    expect(state().whatIf).toMatchObject({ canUndo: false, canRedo: true })
    sandbox.store.redo()
    sandbox.store.redo()
    expect(state().elements.get('review')).toMatchObject({ wait_time: { value: 7200 } })
    sandbox.store.redo()
    expect(state().notices).toHaveLength(1)
  })

  it('takes back the taking back of one change', () => {
    change('review', { wait_time: '1h' })
    change('test', { people: 2 })
    sandbox.takeBack('review wait_time')
    expect(state().whatIf?.rows.map(({ key }) => key)).toEqual(['test people'])
    sandbox.store.undo()
    expect(state().whatIf?.rows.map(({ key }) => key)).toEqual(['review wait_time', 'test people'])
  })

  it('brings mine back after a copy of a shared one was opened', () => {
    change('review', { wait_time: '1h' })
    const missed = sandbox.open([
      { do: 'set', id: 'test', fields: { people: { value: 4, source: 'guess' } }, saw: {} },
      { do: 'remove', id: 'never' },
    ])
    expect(missed).toBe(1)
    expect(state().whatIf?.rows.map(({ key }) => key)).toEqual(['test people'])
    sandbox.store.undo()
    expect(state().whatIf?.rows.map(({ key }) => key)).toEqual(['review wait_time'])
  })

  it('survives a reload with the changes', () => {
    change('review', { wait_time: '1h' })
    change('test', { people: 2 })
    sandbox.store.undo()
    const next = createSandbox({ live, ask, keep: () => undefined })
    next.restore(structuredClone(kept.at(-1) ?? null))
    next.show()
    expect(next.store.getState().whatIf?.rows.map(({ key }) => key)).toEqual(['review wait_time'])
    next.store.redo()
    expect(next.store.getState().whatIf?.rows).toHaveLength(2)
    next.close()
  })

  it('keeps nothing once it is discarded', () => {
    change('review', { wait_time: '1h' })
    sandbox.discard()
    expect(kept.at(-1)).toBeNull()
    expect(state().elements).toBe(live.getState().elements)
  })
})

describe('figures', () => {
  it('are those of the map, without a question, while nothing differs', async () => {
    live.receive({ t: 'metrics', ...figuresAt(2) })
    await soon()
    expect(questions).toEqual([])
    expect(state().metrics).toBe(live.getState().metrics)
    expect(state().whatIf).toMatchObject({ figures: 'same', today: null })
  })

  it('are asked for once for a run of changes, and stand beside today’s', async () => {
    change('review', { wait_time: '1h' })
    change('review', { wait_time: '2h' })
    expect(state().whatIf?.figures).toBe('asking')
    await soon()
    expect(questions).toHaveLength(1)
    await questions[0]?.answer(answerOf(60))
    expect(state().metrics?.lead_time_s).toBe(60)
    expect(state().whatIf).toMatchObject({ figures: 'known', today: { lead_time_s: 100 } })
  })

  it('of the newest question win, whatever comes when', async () => {
    change('review', { wait_time: '1h' })
    await soon()
    change('review', { wait_time: '2h' })
    await soon()
    expect(questions[0]?.signal.aborted).toBe(true)
    await questions[1]?.answer(answerOf(2))
    await questions[0]?.answer(answerOf(1))
    expect(state().metrics?.lead_time_s).toBe(2)
    expect(state().whatIf?.figures).toBe('known')
  })

  it('follow what others change, the last ones standing meanwhile', async () => {
    change('review', { wait_time: '1h' })
    await soon()
    await questions[0]?.answer(answerOf(60))
    others(setFields(live.getState().elements, 'test', { people: 3 }))
    expect(state().metrics?.lead_time_s).toBe(60)
    expect(state().whatIf?.figures).toBe('asking')
    await soon()
    expect(questions).toHaveLength(2)
  })

  it('stand with a sentence while the server is out of reach, and are asked for again', async () => {
    change('review', { wait_time: '1h' })
    await soon()
    await questions[0]?.answer(answerOf(60))
    change('review', { wait_time: '3h' })
    await soon()
    await questions[1]?.answer({ is: 'failed', sentence: 'No connection.', isTemporary: true })
    expect(state().whatIf).toMatchObject({ figures: 'failed', problem: 'No connection.' })
    expect(state().metrics?.lead_time_s).toBe(60)
    expect(state().elements.get('review')).toMatchObject({ wait_time: { value: 10_800 } })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(questions).toHaveLength(3)
    await questions[2]?.answer(answerOf(70))
    expect(state().whatIf).toMatchObject({ figures: 'known', problem: null })
  })

  it('are asked for at once when the connection is back', async () => {
    change('review', { wait_time: '1h' })
    await soon()
    live.setConnection({ state: 'offline' })
    await questions[0]?.answer({ is: 'failed', sentence: 'No connection.', isTemporary: true })
    live.setConnection({ state: 'live' })
    await soon()
    expect(questions).toHaveLength(2)
  })

  it('are those of the rest where the server refuses a change, which it names', async () => {
    change('review', { wait_time: '1h' })
    change('test', { people: 2 })
    await soon()
    const refused = new Map([['review', '“Code review” was removed by Mia.']])
    await questions[0]?.answer({ is: 'refused', refused, sentence: 'One change was refused.' })
    expect(questions[1]?.edits.map(({ id }) => id)).toEqual(['test'])
    await questions[1]?.answer(answerOf(80))
    expect(state().metrics?.lead_time_s).toBe(80)
    expect(state().whatIf?.refusals.get('review')).toBe('“Code review” was removed by Mia.')
    expect(state().whatIf?.figures).toBe('known')
  })

  it('are not known, with the reason, where everything is refused', async () => {
    change('review', { wait_time: '1h' })
    await soon()
    await questions[0]?.answer({ is: 'refused', refused: new Map([['review', 'No.']]), sentence: 'Refused.' })
    expect(questions).toHaveLength(1)
    expect(state().whatIf).toMatchObject({ figures: 'failed', problem: 'Refused.', today: null })
  })

  it('are not asked for once it is left, and again when it is entered', async () => {
    change('review', { wait_time: '1h' })
    sandbox.close()
    others(setFields(live.getState().elements, 'test', { people: 3 }))
    await soon()
    expect(questions).toEqual([])
    sandbox.show()
    expect(state().elements.get('test')).toMatchObject({ people: { value: 3 } })
    await soon()
    expect(questions).toHaveLength(1)
  })
})

it('draws nothing twice: what did not change keeps its identity', () => {
  change('review', { wait_time: '1h' })
  const before = state()
  sandbox.store.setPresence({ cursor: { x: 5, y: 5 } })
  expect(state().whatIf).toBe(before.whatIf)
  expect(state().notices).toBe(before.notices)
  expect(state().elements).toBe(before.elements)
})
