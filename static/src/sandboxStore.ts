/**
 * The store of a private what-if: the board works on it as on the map, and nothing of it is sent to anybody but the
 * question for its figures.
 *
 * The map goes on underneath. What differs is kept by this browser and laid over whatever the map is now.
 */

import { calendarOf } from './model/calendar'
import { sameValue } from './model/changes'
import { newId } from './model/edits'
import type { OwnPresence } from './model/messages'
import type { Notice } from './model/notices'
import { applyEdits } from './model/predict'
import {
  amend,
  type Differences,
  differencesOf,
  rowsOf,
  type Standing,
  standingOf,
  type WhatIf,
  type WhatIfAnswer,
  without,
} from './model/sandbox'
import type { Edit, ElementId } from './model/types'
import type { State, Store } from './store'

/** What the browser keeps of a what-if. */
export interface KeptSandbox {
  differences: Differences
  past: readonly Differences[]
  future: readonly Differences[]
}

/** How the server answers the question for figures. */
export type Asked =
  | { is: 'answer'; answer: WhatIfAnswer }
  /** These elements cannot be edited so; the rest may be asked for. */
  | { is: 'refused'; refused: ReadonlyMap<ElementId, string>; sentence: string }
  /** `isTemporary`: the same question may be answered later. */
  | { is: 'failed'; sentence: string; isTemporary: boolean }

export interface SandboxOptions {
  live: Store
  ask: (edits: readonly Edit[], signal: AbortSignal) => Promise<Asked>
  /** Called after every change with what is to be kept; null where nothing is left. */
  keep: (kept: KeptSandbox | null) => void
}

export interface Sandbox {
  readonly store: Store
  /** Takes over what was kept: by the last visit, or by another tab. */
  restore(kept: KeptSandbox | null): void
  /** Takes one change of `WhatIf.rows` back. */
  takeBack(key: string): void
  /** Makes a shared what-if this one, as one change that undo takes back; answers how many edits do not fit the map. */
  open(edits: readonly Edit[]): number
  discard(): void
  /** The board shows it: figures are asked for. Until `close` it follows the map. */
  show(): void
  close(): void
}

const ASK_AFTER_MS = 150
const RETRY_FIRST_MS = 2_000
const RETRY_AT_MOST_MS = 60_000
const KEPT_STEPS = 100
const KEPT_NOTICES = 20

const NOWHERE: OwnPresence = { cursor: null, selection: [], editing: null }
const NOBODY: State['presence'] = new Map()
const NOTHING: Differences = new Map()
const NO_REFUSALS: ReadonlyMap<ElementId, string> = new Map()
const NOT_FITTING = 'This does not fit the map as it is now, so it was not tried.'

export function createSandbox(options: SandboxOptions): Sandbox {
  return new SandboxStore(options)
}

class SandboxStore implements Sandbox, Store {
  readonly #live: Store
  readonly #ask: SandboxOptions['ask']
  readonly #keep: SandboxOptions['keep']
  readonly store: Store = this
  #differences: Differences = NOTHING
  #past: readonly Differences[] = []
  #future: readonly Differences[] = []
  #standing: Standing
  #answer: WhatIfAnswer | null = null
  #figures: WhatIf['figures'] = 'same'
  #problem: string | null = null
  #refusals = NO_REFUSALS
  #own: OwnPresence = NOWHERE
  #notices: readonly Notice[] = []
  #state: State
  #listeners = new Set<() => void>()
  readonly #last = new Map<string, { of: readonly unknown[]; value: unknown }>()
  #unsubscribe: (() => void) | null = null
  #seen: State
  #askAt: ReturnType<typeof setTimeout> | undefined
  #asking: AbortController | null = null
  #retryAfter = RETRY_FIRST_MS

  constructor({ live, ask, keep }: SandboxOptions) {
    this.#live = live
    this.#ask = ask
    this.#keep = keep
    this.#seen = live.getState()
    this.#standing = this.#stand()
    this.#state = this.#made()
  }

  getState = (): State => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Where I am in a what-if is nobody's business. */
  followCursor = (): (() => void) => () => {}

  edit = (edits: Edit[]): string => {
    const op_id = newId()
    if (edits.length === 0) return op_id
    if (!this.canEdit()) {
      this.notify({ tone: 'error', message: 'This map is closed here, so nothing can be tried on it.' })
      return op_id
    }
    const before = this.#state.elements
    const after = applyEdits(before, edits, calendarOf(this.#state.charter))
    if (after === before) this.notify({ tone: 'error', message: NOT_FITTING })
    else this.#become(amend(this.#differences, this.#seen.elements, before, after))
    return op_id
  }

  undo = (): void => {
    const before = this.#past.at(-1)
    if (before === undefined) {
      this.notify({ tone: 'info', message: 'There is nothing to undo in this what-if.' })
      return
    }
    this.#future = [...this.#future, this.#differences]
    this.#past = this.#past.slice(0, -1)
    this.#stepTo(before)
  }

  redo = (): void => {
    const after = this.#future.at(-1)
    if (after === undefined) {
      this.notify({ tone: 'info', message: 'There is nothing to redo in this what-if.' })
      return
    }
    this.#past = [...this.#past, this.#differences]
    this.#future = this.#future.slice(0, -1)
    this.#stepTo(after)
  }

  takeBack = (key: string): void => this.#become(without(this.#differences, key))

  open = (edits: readonly Edit[]): number => {
    const { differences, missed } = differencesOf(this.#seen.elements, edits, calendarOf(this.#seen.charter))
    this.#become(differences)
    return missed
  }

  discard = (): void => {
    this.restore(null)
    this.#keep(null)
  }

  restore = (kept: KeptSandbox | null): void => {
    this.#past = kept?.past ?? []
    this.#future = kept?.future ?? []
    this.#differences = kept?.differences ?? NOTHING
    this.#changed()
  }

  show = (): void => {
    if (this.#unsubscribe) return
    this.#unsubscribe = this.#live.subscribe(this.#mapChanged)
    this.#mapChanged()
    this.#askSoon(0)
  }

  close = (): void => {
    this.#unsubscribe?.()
    this.#unsubscribe = null
    this.#stopAsking()
    this.#own = NOWHERE
    this.#notices = []
    this.#tell()
  }

  setPresence = (part: Partial<OwnPresence>): void => {
    const before = this.#own
    const own = { ...before, ...part }
    if (sameValue(own, before)) return
    this.#own = own
    if (own.selection !== before.selection || own.editing !== before.editing) this.#tell()
  }

  dismiss = (noticeId: string): void => {
    this.#notices = this.#notices.filter(({ id }) => id !== noticeId)
    this.#tell()
    this.#live.dismiss(noticeId)
  }

  notify = (notice: Omit<Notice, 'id'>): void => {
    this.#notices = [...this.#notices, { ...notice, id: newId() }].slice(-KEPT_NOTICES)
    this.#tell()
  }

  /** Everybody who may see the map may try something on it. */
  canEdit = (): boolean => this.#live.getState().connection.state !== 'closed'

  heldBy = (): null => null
  knowAdded: Store['knowAdded'] = (ids) => this.#live.knowAdded(ids)

  // The socket is the map's: what belongs to it goes there.
  receive: Store['receive'] = (message) => this.#live.receive(message)
  setConnection: Store['setConnection'] = (link) => this.#live.setConnection(link)
  restorePending: Store['restorePending'] = (pending) => this.#live.restorePending(pending)

  #become(differences: Differences): void {
    if (sameDifferences(differences, this.#differences)) return
    this.#past = [...this.#past, this.#differences].slice(-KEPT_STEPS)
    this.#future = []
    this.#stepTo(differences)
  }

  #stepTo(differences: Differences): void {
    this.#differences = differences
    this.#changed()
    this.#keep({ differences, past: this.#past, future: this.#future })
  }

  #changed(): void {
    this.#standing = this.#stand()
    this.#tell()
    this.#askSoon(ASK_AFTER_MS)
  }

  #mapChanged = (): void => {
    const [before, now] = [this.#seen, this.#live.getState()]
    this.#seen = now
    const isOther = before.elements !== now.elements || before.charter !== now.charter
    if (isOther) this.#standing = this.#stand()
    const [wasHidden, isHidden] = [before.metrics?.constraint_hidden ?? false, now.metrics?.constraint_hidden ?? false]
    // People judge the constraint: what was answered before tells it.
    if (isHidden && !wasHidden) this.#answer = null
    this.#tell()
    const isBack = before.connection.state !== now.connection.state && now.connection.state === 'live'
    if (isOther || wasHidden !== isHidden || before.seq !== now.seq || (isBack && this.#problem !== null))
      this.#askSoon(ASK_AFTER_MS)
  }

  #stand(): Standing {
    const { elements, charter } = this.#seen
    return standingOf(elements, this.#differences, calendarOf(charter), this.#state?.elements)
  }

  // ------------------------------------------------------------------------------------------------ figures

  #askSoon(delay: number): void {
    this.#stopAsking()
    if (!this.#unsubscribe || this.#seen.map === null) return
    if (this.#standing.edits.length === 0) {
      this.#answer = null
      this.#settle('same', null, NO_REFUSALS)
      return
    }
    this.#settle('asking', this.#problem, this.#refusals)
    this.#askAt = setTimeout(() => void this.#askNow(this.#standing.edits, NO_REFUSALS), delay)
  }

  /** An answer to an older question than the newest is never shown. */
  #stopAsking(): void {
    clearTimeout(this.#askAt)
    this.#asking?.abort()
    this.#asking = null
  }

  async #askNow(edits: readonly Edit[], refusals: ReadonlyMap<ElementId, string>): Promise<void> {
    const asking = new AbortController()
    this.#asking = asking
    const asked = await this.#ask(edits, asking.signal)
    if (this.#asking !== asking) return
    this.#asking = null
    if (asked.is === 'answer') {
      this.#answer = asked.answer
      this.#retryAfter = RETRY_FIRST_MS
      this.#settle('known', null, refusals)
    } else if (asked.is === 'refused') {
      this.#askWithout(asked.refused, asked.sentence, edits, refusals)
    } else {
      this.#settle('failed', asked.sentence, refusals)
      if (asked.isTemporary) this.#askAgainLater()
    }
  }

  /** What the server refuses is said and left out; the figures are those of the rest. */
  #askWithout(
    refused: ReadonlyMap<ElementId, string>,
    sentence: string,
    edits: readonly Edit[],
    before: ReadonlyMap<ElementId, string>,
  ): void {
    const refusals = new Map([...before, ...refused])
    const left = edits.filter(({ id }) => !refusals.has(id))
    if (left.length > 0 && left.length < edits.length) {
      void this.#askNow(left, refusals)
      return
    }
    if (left.length === 0) this.#answer = null
    this.#settle('failed', sentence, refusals)
  }

  #askAgainLater(): void {
    this.#askAt = setTimeout(() => void this.#askNow(this.#standing.edits, NO_REFUSALS), this.#retryAfter)
    this.#retryAfter = Math.min(this.#retryAfter * 2, RETRY_AT_MOST_MS)
  }

  #settle(figures: WhatIf['figures'], problem: string | null, refusals: ReadonlyMap<ElementId, string>): void {
    this.#figures = figures
    this.#problem = problem
    this.#refusals = refusals
    this.#tell()
  }

  // ------------------------------------------------------------------------------------------------ state

  #tell(): void {
    this.#state = this.#made()
    for (const listener of [...this.#listeners]) listener()
  }

  #made(): State {
    const { elements } = this.#standing
    const { notices } = this.#seen
    return {
      ...this.#seen,
      elements,
      pending: [],
      role: 'member',
      metrics: this.#answer ? this.#answer.predicted : this.#seen.metrics,
      // In here I am alone: nobody sees what I do, and what others do shows in the map that changes underneath.
      presence: NOBODY,
      own: this.#own,
      notices: this.#once('notices', [notices, this.#notices], () => [
        ...notices.filter(({ takeBack }) => takeBack === undefined),
        ...this.#notices,
      ]),
      whatIf: this.#whatIf(),
    }
  }

  #whatIf(): WhatIf {
    const standing = this.#standing
    const rows = this.#once('rows', [standing], () => rowsOf(this.#seen.elements, this.#differences, standing.lost))
    const parts: WhatIf = {
      rows,
      edits: standing.edits,
      today: this.#answer?.today ?? null,
      prediction: this.#answer?.prediction ?? null,
      figures: this.#figures,
      problem: this.#problem,
      refusals: this.#refusals,
      canUndo: this.#past.length > 0,
      canRedo: this.#future.length > 0,
    }
    return this.#once('whatIf', Object.values(parts), () => parts)
  }

  /** What was made last time of the same parts, so that the screen draws nothing twice. */
  #once<Value>(name: string, of: readonly unknown[], make: () => Value): Value {
    const last = this.#last.get(name)
    if (last?.of.every((part, place) => part === of[place])) return last.value as Value
    const value = make()
    this.#last.set(name, { of, value })
    return value
  }
}

function sameDifferences(one: Differences, other: Differences): boolean {
  return one.size === other.size && Array.from(one).every(([id, difference]) => sameValue(difference, other.get(id)))
}
