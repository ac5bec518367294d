/**
 * My part in one round: what I type is kept in this browser at once and sent a moment later, until the server has it.
 *
 * It outlives a reload, a closed laptop and a lost connection: what was not answered is sent again, and counts once
 * because each sending says everything. The key of an anonymous entry is kept here and nowhere else.
 */

import { type Draft, draftOf, emptyDraft, type RoundKind, type RoundOptions, statementsOf } from '../../model/rounds'
import type { Calendar, ParticipantId } from '../../model/types'
import { Refused, sentenceOf } from '../dialogs/rest'
import type { MyWay } from './rest'

const SOON_MS = 600
const AGAIN_MS = 3_000
const NOT_NOW = new Set(['unreachable', 'unavailable', 'busy', 'too_many', 'server_error', '502', '503', '504'])

/** `unsent`: kept here and sent as soon as the server can be reached; `refused`: the server does not take it. */
export type Saving = 'saved' | 'sending' | 'unsent' | 'refused'

export interface PartState {
  isLoaded: boolean
  draft: Draft
  saving: Saving
  /** Why it was refused. */
  sentence: string | null
  isDone: boolean
  /** In an anonymous round, with another browser. */
  wroteElsewhere: boolean
}

/** The round as the keeper needs it. */
export interface KeptRound {
  id: string
  kind: RoundKind
  options: RoundOptions
}

interface Kept {
  key: string
  draft: Draft | null
  isSent: boolean
  isDone: boolean
}

export class PartKeeper {
  #round: KeptRound
  #storage: Storage
  #place: string
  #calendar: () => Calendar
  #way: MyWay
  #key: string
  #state: PartState
  #listeners = new Set<() => void>()
  #isDirty = false
  /** What the server knows of my being here; null before it knows anything. */
  #toldDone: boolean | null = null
  #isWorking = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    round: KeptRound,
    me: ParticipantId,
    { storage, calendar, way }: { storage: Storage; calendar: () => Calendar; way: (key: string) => MyWay },
  ) {
    this.#round = round
    this.#storage = storage
    this.#place = `vsm-round-${round.id}-${me}`
    this.#calendar = calendar
    const kept = this.#read()
    this.#key = kept?.key ?? newKey()
    this.#way = way(this.#key)
    this.#isDirty = kept?.draft != null && !kept.isSent
    this.#state = {
      isLoaded: kept?.draft != null,
      draft: kept?.draft ?? emptyDraft(),
      saving: this.#isDirty ? 'unsent' : 'saved',
      sentence: null,
      isDone: kept?.isDone ?? false,
      wroteElsewhere: false,
    }
    this.#keep()
  }

  getState = (): PartState => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Say that I am here, and read what the server has of me where this browser has nothing. */
  start = async (): Promise<void> => {
    if (!this.#state.isLoaded) {
      try {
        const mine = await this.#way.read()
        const draft = draftOf(mine.contribution, this.#calendar())
        const wroteElsewhere = mine.has_written && mine.contribution.length === 0
        // What was typed meanwhile is newer.
        const typed = this.#isDirty ? {} : { draft, isDone: mine.done }
        this.#set({ ...typed, wroteElsewhere, isLoaded: true })
      } catch (error) {
        if (isPassing(error)) this.#later(this.start)
        else this.#set({ isLoaded: true, saving: 'refused', sentence: sentenceOf(error) })
        return
      }
    }
    await this.#work()
  }

  change = (draft: Draft): void => {
    this.#isDirty = true
    this.#set({ draft, saving: 'unsent', sentence: null })
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#work(), SOON_MS)
  }

  setDone = (isDone: boolean): void => {
    this.#set({ isDone })
    this.flush()
  }

  /** Send at once what waits. */
  flush = (): void => {
    clearTimeout(this.#timer)
    void this.#work()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }

  /** Forget what was written, once the round is over. */
  forget(): void {
    this.stop()
    this.#storage.removeItem(this.#place)
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      // While the one is on its way, the other may have changed.
      while (this.#isDirty || this.#toldDone !== this.#state.isDone) {
        if (this.#isDirty) await this.#write()
        else await this.#tell()
      }
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#isWorking = false
    }
  }

  async #write(): Promise<void> {
    const { draft } = this.#state
    const { statements } = statementsOf(this.#round.kind, this.#round.options, draft, this.#calendar())
    this.#set({ saving: 'sending' })
    await this.#way.write(statements)
    if (this.#state.draft !== draft) return
    this.#isDirty = false
    this.#set({ saving: 'saved', sentence: null, wroteElsewhere: false })
  }

  async #tell(): Promise<void> {
    const { isDone } = this.#state
    await this.#way.takePart(isDone)
    this.#toldDone = isDone
  }

  #fail(error: unknown): void {
    if (isPassing(error)) {
      if (this.#isDirty) this.#set({ saving: 'unsent' })
      this.#later(() => this.#work())
      return
    }
    // Sent again unchanged it would be refused again; what was typed stays.
    this.#isDirty = false
    this.#toldDone = this.#state.isDone
    this.#set({
      saving: 'refused',
      sentence: sentenceOf(error),
      wroteElsewhere: this.#state.wroteElsewhere || codeOf(error) === 'wrote_elsewhere',
    })
  }

  #later(again: () => Promise<void>): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void again(), AGAIN_MS)
  }

  #set(part: Partial<PartState>): void {
    this.#state = { ...this.#state, ...part }
    this.#keep()
    for (const listener of [...this.#listeners]) listener()
  }

  #keep(): void {
    const { draft, isDone, isLoaded } = this.#state
    const hasDraft = isLoaded || this.#isDirty
    const kept: Kept = { key: this.#key, draft: hasDraft ? draft : null, isSent: !this.#isDirty, isDone }
    try {
      this.#storage.setItem(this.#place, JSON.stringify(kept))
    } catch {
      // A browser that keeps nothing still sends.
    }
  }

  #read(): Kept | null {
    try {
      const text = this.#storage.getItem(this.#place)
      const kept = text === null ? null : (JSON.parse(text) as Kept)
      return kept && typeof kept.key === 'string'
        ? { ...kept, draft: kept.draft && { ...emptyDraft(), ...kept.draft } }
        : null
    } catch {
      return null
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Refused ? error.code : 'unreachable'
}

/** Whether the same may work in a moment. */
function isPassing(error: unknown): boolean {
  return NOT_NOW.has(codeOf(error))
}

/** 256 random bits, so that nobody guesses under what my entry is stored. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
