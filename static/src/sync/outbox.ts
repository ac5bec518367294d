/**
 * Pending edits over a reload: kept in IndexedDB for each map, participant and tab (P1).
 *
 * A tab sends its own edits only. Those of a tab that is gone are taken over by another: gone is a tab whose Web Lock is
 * free; where a browser has no Web Locks, edits that have lain for a minute. Taking over too early is harmless, the
 * server knows each `op_id` once (S2).
 */

import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { newId } from '../model/edits'
import type { MapInfo, ParticipantId } from '../model/types'
import type { PendingEdit, Store } from '../store'

interface Kept {
  op_id: string
  owner: string
  tab: string
  /** Rises within a tab, so that edits come back in their order. */
  place: number
  edit: PendingEdit
}

interface Schema extends DBSchema {
  pending: { key: string; value: Kept; indexes: { owner: string } }
}

type Database = IDBPDatabase<Schema>

export interface OutboxOptions {
  store: Store
  map: MapInfo['id']
  participant: ParticipantId
}

const DATABASE = 'vsm-workshop'
const TAB_KEY = 'vsm-tab'
const ABANDONED_AFTER_MS = 60_000
const RELOAD_WITHIN_MS = 5_000

/**
 * Brings back what is pending from earlier visits and keeps the store's pending edits from now on.
 *
 * Resolves when everything kept is in the store. Where the browser does not let anything be kept, the person is told and
 * the board works without.
 */
export async function openOutbox({ store, map, participant }: OutboxOptions): Promise<void> {
  const owner = `${map}/${participant}`
  try {
    const database = await openDB<Schema>(DATABASE, 1, {
      upgrade(created) {
        created.createObjectStore('pending', { keyPath: 'op_id' }).createIndex('owner', 'owner')
      },
    })
    const tab = await claimTab()
    const held = await heldTabs()
    const isGone = (kept: Kept) =>
      held ? !held.has(lockName(kept.tab)) : Date.now() - kept.edit.at > ABANDONED_AFTER_MS
    const all = await database.getAllFromIndex('pending', 'owner', owner)
    const keeper = new Keeper(store, database, { owner, tab })
    keeper.takeOver(all.filter((kept) => kept.tab === tab || isGone(kept)))
    const living = new Set(all.filter((kept) => kept.tab !== tab && !isGone(kept)).map((kept) => kept.tab))
    for (const other of living) void inheritFrom(other, owner, database, keeper)
  } catch (error) {
    tellNotKept(store, error)
  }
}

/** Takes over what a tab that lives now has left unsent, once it is closed and does not come back: reloads do. */
async function inheritFrom(tab: string, owner: string, database: Database, keeper: Keeper): Promise<void> {
  const manager = locks()
  for (let isGone = false; manager && !isGone; ) {
    await manager.request(lockName(tab), () => undefined)
    await new Promise((resolve) => setTimeout(resolve, RELOAD_WITHIN_MS))
    isGone = await manager.request(lockName(tab), { ifAvailable: true }, async (lock) => {
      if (lock === null) return false
      const all = await database.getAllFromIndex('pending', 'owner', owner)
      keeper.takeOver(all.filter((kept) => kept.tab === tab))
      await keeper.settled()
      return true
    })
  }
}

function tellNotKept(store: Store, error: unknown): void {
  const why = error instanceof Error ? ` (${error.message})` : ''
  const message = `This browser does not keep unsaved changes over a reload${why}. Leave this page open until everything is saved.`
  store.notify({ tone: 'warning', message })
}

/** This tab's id: the one from before a reload, or a new one where another tab lives under it (a duplicated tab). */
async function claimTab(): Promise<string> {
  const last = sessionStorage.getItem(TAB_KEY)
  const tab = last !== null && (await holdLock(last)) ? last : newId()
  if (tab !== last) {
    await holdLock(tab)
    sessionStorage.setItem(TAB_KEY, tab)
  }
  return tab
}

function locks(): LockManager | undefined {
  // Undefined where the page is not a secure context, whatever the types say.
  return navigator.locks as LockManager | undefined
}

function lockName(tab: string): string {
  return `vsm-tab-${tab}`
}

/** Holds the tab's lock for as long as the page lives; false when another tab has it. */
function holdLock(tab: string): Promise<boolean> {
  const manager = locks()
  if (!manager) return Promise.resolve(true)
  return new Promise((resolve, reject) => {
    manager
      .request(lockName(tab), { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock === null ? undefined : new Promise(() => undefined)
      })
      .catch(reject)
  })
}

async function heldTabs(): Promise<Set<string> | null> {
  const manager = locks()
  if (!manager) return null
  const { held = [] } = await manager.query()
  return new Set(held.map(({ name }) => name ?? ''))
}

/** Tab by tab, the one that began first before the others; within a tab as they were made, whatever its clock did. */
function inOrder(kept: Kept[]): Kept[] {
  const began = new Map<string, number>()
  for (const { tab, edit } of kept) began.set(tab, Math.min(edit.at, began.get(tab) ?? edit.at))
  const start = ({ tab }: Kept) => began.get(tab) ?? 0
  return kept.sort((a, b) => (a.tab === b.tab ? a.place - b.place : start(a) - start(b) || (a.tab < b.tab ? -1 : 1)))
}

/** Writes what becomes pending and deletes what is answered, one after the other. */
class Keeper {
  readonly #store: Store
  readonly #database: Database
  readonly #mark: { owner: string; tab: string }
  #place = 0
  #kept: readonly PendingEdit[] = []
  #writing: Promise<void> = Promise.resolve()
  #failed = false

  constructor(store: Store, database: Database, mark: { owner: string; tab: string }) {
    this.#store = store
    this.#database = database
    this.#mark = mark
    store.subscribe(() => this.#compare())
  }

  /** Makes edits that were kept earlier pending here and this tab's own. */
  takeOver(kept: Kept[]): void {
    this.#store.restorePending(inOrder(kept).map(({ edit }) => edit))
  }

  /** Resolves when everything so far is written. */
  settled(): Promise<void> {
    return this.#writing
  }

  #compare(): void {
    const { pending } = this.#store.getState()
    if (pending === this.#kept) return
    const now = new Set(pending)
    const answered = this.#kept.filter((edit) => !now.has(edit)).map(({ op_id }) => op_id)
    const left = this.#kept.filter((edit) => now.has(edit))
    // Edits that were taken over come before those of this tab, which then get new places as well.
    const same = pending.findIndex((edit, index) => edit !== left[index])
    const added = same < 0 ? [] : pending.slice(same).map((edit) => this.#keptOf(edit))
    this.#kept = pending
    this.#writing = this.#writing.then(() => this.#write(added, answered)).catch((error) => this.#fail(error))
  }

  #keptOf(edit: PendingEdit): Kept {
    this.#place += 1
    return { op_id: edit.op_id, ...this.#mark, place: this.#place, edit }
  }

  async #write(added: Kept[], answered: string[]): Promise<void> {
    const transaction = this.#database.transaction('pending', 'readwrite')
    await Promise.all([
      ...added.map((kept) => transaction.store.put(kept)),
      ...answered.map((op_id) => transaction.store.delete(op_id)),
      transaction.done,
    ])
  }

  #fail(error: unknown): void {
    if (!this.#failed) tellNotKept(this.#store, error)
    this.#failed = true
  }
}
