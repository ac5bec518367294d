/** Rounds as everybody has them from the server, and what I write in one before anybody else can read it. */

import { editableValue, parseFigure } from './figures'
import type { Calendar, ElementId, Elements, ParticipantId, Quantity, Role } from './types'

export type RoundKind = 'notes' | 'estimates' | 'votes' | 'effort' | 'constraint'
export type RoundState = 'prepared' | 'open' | 'closed' | 'revealed' | 'cancelled'
export type EstimateField = 'wait_time' | 'process_time' | 'complete_accurate'
export type NoteKind = 'note' | 'question' | 'idea' | 'hypothesis' | 'burst'

/** What a round asks about, under the name of the moment when it was prepared. */
export interface Target {
  id: string
  name: string
}

export interface RoundOptions {
  note?: NoteKind
  fields?: EstimateField[]
  targets?: Target[]
  on?: 'steps' | 'notes' | 'options' | 'wastes'
  dots?: number
  stackable?: boolean
  leaders_vote?: boolean
}

/** A round as everybody may know it; what a revealed one asked and found is read over REST. */
export interface PublicRound {
  readonly id: string
  readonly kind: RoundKind
  readonly map: string
  readonly prompt: string
  readonly anonymous: boolean
  readonly state: RoundState
  readonly ends_at: string | null
  readonly done: number
  readonly of: number
  /** 0 before the reveal; rises with what is accepted. */
  readonly result_revision: number
  readonly options: RoundOptions | null
}

export interface Spread {
  n: number
  median: number
  low: number
  high: number
  values: { value: number; low?: number; high?: number; participant?: ParticipantId }[]
  accepted?: number
}

export interface Average {
  n: number
  mean: number
  counts: number[]
}

export interface RoundResult {
  people: number
  notes?: { id: ElementId; text: string; about?: ElementId; participant?: ParticipantId }[]
  dots?: number
  targets?: { target: string; count: number; rank: number; by?: { participant: ParticipantId; dots: number }[] }[]
  steps?: ResultStep[]
  /** What the figures said of the constraint at the reveal. */
  figures?: { step: ElementId; rule: 'utilisation' | 'pile_up'; agrees: boolean | null } | null
  /** They are not told, because the constraint is judged again. */
  figures_hidden?: true
}

export interface ResultStep {
  element: ElementId
  fields?: Partial<Record<EstimateField, Spread>>
  customer?: Average
  worker?: Average
  count?: number
  judged?: { text?: string; participant?: ParticipantId }[]
}

/** A round read over REST. */
export interface WholeRound extends PublicRound {
  readonly options: RoundOptions
  readonly result: RoundResult | null
}

export type Statement = Readonly<Record<string, unknown>>

/** What I have typed, as I typed it; `statementsOf` makes of it what is sent. */
export interface Draft {
  notes: { text: string; about: ElementId | null }[]
  /** By `typedKey`. */
  typed: Record<string, string>
  dots: Record<string, number>
  scores: Record<string, { customer?: number; worker?: number }>
  choice: { element: string | null; why: string }
}

export const ESTIMATE_FIELDS: readonly EstimateField[] = ['wait_time', 'process_time', 'complete_accurate']
export const NOTES_EACH = 20
export const NOTE_LIMIT = 1000

export function emptyDraft(): Draft {
  return { notes: [], typed: {}, dots: {}, scores: {}, choice: { element: null, why: '' } }
}

export function typedKey(element: string, field: EstimateField): string {
  return `${field} ${element}`
}

/** The state that counts at this moment of the server: an open round whose time is up is closed. */
export function stateAt(round: Pick<PublicRound, 'state' | 'ends_at'>, serverMs: number): RoundState {
  const isOver = round.state === 'open' && round.ends_at !== null && Date.parse(round.ends_at) <= serverMs
  return isOver ? 'closed' : round.state
}

/** What is left in milliseconds while it is open; null without an end. */
export function roundLeftMs(round: Pick<PublicRound, 'state' | 'ends_at'>, serverMs: number): number | null {
  if (round.state !== 'open' || round.ends_at === null) return null
  return Math.max(0, Date.parse(round.ends_at) - serverMs)
}

/** Whether it is still asked: prepared, open, or closed and not revealed. */
export function isAsked({ state }: Pick<PublicRound, 'state'>): boolean {
  return state === 'prepared' || state === 'open' || state === 'closed'
}

export function mayWrite(round: Pick<PublicRound, 'options'>, role: Role): boolean {
  return role === 'facilitator' || role === 'member' || (role === 'leader' && round.options?.leaders_vote === true)
}

/** Whether people judge the constraint of this map just now, so that what the figures say of it is not shown. */
export function isConstraintJudged(rounds: readonly PublicRound[], map: string): boolean {
  return rounds.some(
    (round) => round.map === map && round.kind === 'constraint' && (round.state === 'open' || round.state === 'closed'),
  )
}

/** “7 of 9 are done”. */
export function doneWords({ done, of }: Pick<PublicRound, 'done' | 'of'>): string {
  if (of === 0) return 'Nobody is here yet'
  return `${done} of ${of} ${of === 1 ? 'is' : 'are'} done`
}

export interface Reading {
  statements: Statement[]
  /** What cannot be sent as it is typed, by `typedKey`. */
  problems: Record<string, string>
}

const UNITS = { wait_time: 'time', process_time: 'time', complete_accurate: 'share' } as const

/** What is sent of a draft: everything that can be read; what cannot stays on the screen with its sentence. */
export function statementsOf(kind: RoundKind, options: RoundOptions, draft: Draft, calendar: Calendar): Reading {
  const targets = options.targets ?? []
  switch (kind) {
    case 'notes':
      return said(
        draft.notes
          .filter(({ text }) => text.trim() !== '')
          .map(({ text, about }) => (about === null ? { text: text.trim() } : { text: text.trim(), about })),
      )
    case 'estimates':
      return estimatesOf(options, draft, calendar)
    case 'votes':
      return said(
        targets.flatMap(({ id }) => {
          const dots = draft.dots[id] ?? 0
          return dots > 0 ? [{ target: id, dots }] : []
        }),
      )
    case 'effort':
      return said(
        targets.flatMap(({ id }) => {
          const score = draft.scores[id]
          return score?.customer || score?.worker ? [{ element: id, ...score }] : []
        }),
      )
    case 'constraint': {
      const { element, why } = draft.choice
      if (element === null) return said([])
      return said([why.trim() === '' ? { element } : { element, why: why.trim() }])
    }
  }
}

function said(statements: Statement[]): Reading {
  return { statements, problems: {} }
}

function estimatesOf(options: RoundOptions, draft: Draft, calendar: Calendar): Reading {
  const reading: Reading = { statements: [], problems: {} }
  for (const { id } of options.targets ?? []) {
    for (const field of options.fields ?? []) {
      const typed = draft.typed[typedKey(id, field)]?.trim() ?? ''
      if (typed === '') continue
      const figure = parseFigure(typed, UNITS[field], calendar)
      if (!figure.ok) {
        reading.problems[typedKey(id, field)] = figure.sentence
        continue
      }
      const { value, low, high } = figure
      const range = low === null || high === null ? {} : { low, high }
      reading.statements.push({ element: id, field, value: { value, ...range } })
    }
  }
  return reading
}

/** The draft of what the server has of me: on a second device, or in a browser that was emptied. */
export function draftOf(statements: readonly Statement[], calendar: Calendar): Draft {
  const draft = emptyDraft()
  for (const one of statements as readonly Record<string, never>[]) {
    const { text, about, element, field, value, target, dots, customer, worker, why } = one
    if (text !== undefined) draft.notes.push({ text, about: about ?? null })
    else if (field !== undefined && element !== undefined) {
      draft.typed[typedKey(element, field)] = spelled(value as unknown as Quantity, field, calendar)
    } else if (target !== undefined) draft.dots[target] = dots ?? 1
    else if (customer !== undefined || worker !== undefined) {
      draft.scores[element as unknown as string] = {
        ...(customer === undefined ? {} : { customer }),
        ...(worker === undefined ? {} : { worker }),
      }
    } else if (element !== undefined) draft.choice = { element, why: why ?? '' }
  }
  return draft
}

function spelled({ value, low, high }: Quantity, field: EstimateField, calendar: Calendar): string {
  const spell = (number: number) => editableValue(number, UNITS[field], calendar)
  return low === undefined || high === undefined ? spell(value) : `${spell(low)}-${spell(high)}`
}

/** How many dots I can still place. */
export function dotsLeft(options: RoundOptions, draft: Draft): number {
  const ids = new Set((options.targets ?? []).map(({ id }) => id))
  const placed = Object.entries(draft.dots).reduce((sum, [id, dots]) => sum + (ids.has(id) ? dots : 0), 0)
  return (options.dots ?? 0) - placed
}

/** What people call a target now; a step that is gone keeps the name that it was asked under. */
export function targetName(options: RoundOptions, id: string, elements: Elements): string {
  const asked = options.targets?.find((target) => target.id === id)?.name
  const isOnMap = options.on !== 'options' && options.on !== 'wastes'
  const element = isOnMap ? elements.get(id) : undefined
  if (element?.kind === 'step') return element.name
  return asked ?? id
}

/** The newest effort that was revealed on this map, for the lane under the ladder. */
export function newestOf(rounds: readonly PublicRound[], kind: RoundKind, map: string): PublicRound | null {
  return rounds.findLast((round) => round.map === map && round.kind === kind && round.state === 'revealed') ?? null
}

/** Where the values of a spread lie between its ends, from 0 to 1; a spread without any width is its middle. */
export function placeIn(spread: Pick<Spread, 'low' | 'high'>, value: number): number {
  return spread.high > spread.low ? (value - spread.low) / (spread.high - spread.low) : 0.5
}

export const EFFORT_WORDS = ['', 'very easy', 'easy', 'so so', 'hard', 'very hard'] as const
export const WORK_WORDS = ['', 'cannot do good work', 'hardly', 'so so', 'mostly', 'can do good work'] as const
