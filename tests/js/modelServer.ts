/** The server of docs/PROTOCOL.md as a pure model, for tests of the browser's side: one map, its log, its answers. */

import { applyChanges, elementOf, fieldOf, sameValue } from '../../static/src/model/changes'
import type { ClientMessage, ServerMessage, WelcomeMessage } from '../../static/src/model/messages'
import { applyEdits } from '../../static/src/model/predict'
import type {
  Cause,
  Change,
  Changes,
  Edit,
  Elements,
  Fields,
  MapElement,
  Metrics,
  Operation,
  ParticipantId,
  Person,
} from '../../static/src/model/types'

export const PEOPLE: Person[] = [
  { id: 'ana', name: 'Ana', colour: 0, role: 'facilitator', removed: false },
  { id: 'ben', name: 'Ben', colour: 1, role: 'member', removed: false },
  { id: 'mia', name: 'Mia', colour: 2, role: 'member', removed: false },
  { id: 'vic', name: 'Vic', colour: 3, role: 'viewer', removed: false },
]

/** Small, so that short histories meet snapshots too. */
const REPLAY_LIMIT = 8

/** What turns `before` into `after`, in the form that travels. */
export function changesBetween(before: Elements, after: Elements): Changes {
  const changes: Record<string, Change> = {}
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(id), after.get(id)]
    if (sameValue(old, now)) continue
    if (!old || !now) {
      changes[id] = { before: (old as Fields | undefined) ?? null, after: (now as Fields | undefined) ?? null }
      continue
    }
    const fields = Object.keys({ ...old, ...now }).filter((name) => !sameValue(fieldOf(old, name), fieldOf(now, name)))
    const pick = (element: MapElement) => Object.fromEntries(fields.map((name) => [name, fieldOf(element, name)]))
    changes[id] = { before: pick(old), after: pick(now) }
  }
  return changes
}

export class ModelServer {
  elements: Elements = new Map()
  log: Operation[] = []
  /** The `op_id`s that were rejected, for ever: a resend of one is planned anew. */
  readonly refusals = new Set<string>()
  /** How often the answer to a `hello` was a replay, how often a snapshot. */
  readonly welcomes = { replay: 0, snapshot: 0 }
  #written = new Map<string, ParticipantId>()

  get seq(): number {
    return this.log.length
  }

  /** The answers to one message; `operations` are for everybody, the rest for its sender. */
  answer(
    actor: ParticipantId,
    connection: string,
    message: ClientMessage,
  ): { mine: ServerMessage[]; all: Operation[] } {
    switch (message.t) {
      case 'hello':
        return { mine: [this.welcome(actor, connection, message.last_seq)], all: [] }
      case 'ping':
        return { mine: [{ t: 'pong', seq: this.seq }], all: [] }
      case 'presence':
        return { mine: [], all: [] }
      case 'edit':
        return this.#submit(actor, message.op_id, () => this.#edit(actor, message.op_id, message.edits))
      case 'undo':
      case 'redo':
        return this.#submit(actor, message.op_id, () => this.#reverse(actor, message.op_id, message.t))
    }
  }

  welcome(me: ParticipantId, connection: string, lastSeq: number | null): WelcomeMessage {
    const missing = lastSeq === null ? Infinity : this.seq - lastSeq
    const message: WelcomeMessage = {
      t: 'welcome',
      protocol: 1,
      role: PEOPLE.find(({ id }) => id === me)?.role ?? 'viewer',
      seq: this.seq,
      me,
      connection,
      map: { id: 'map', kind: 'current', title: 'Feature delivery', workshop: 'w' },
      charter: {
        name: 'Feature delivery',
        customer: '',
        value: '',
        trigger: '',
        delivery: '',
        unit: 'feature',
        calendar: { hours_per_day: 8, days_per_week: 5, days_per_month: 20 },
        queue_rule: 'demand',
      },
      people: PEOPLE,
      presence: {},
      metrics: null,
    }
    if (missing >= 0 && missing <= REPLAY_LIMIT) {
      this.welcomes.replay += 1
      return { ...message, replay: this.log.slice(lastSeq ?? 0) }
    }
    this.welcomes.snapshot += 1
    return {
      ...message,
      snapshot: { elements: Object.fromEntries(this.elements) as unknown as Record<string, Fields> },
    }
  }

  #submit(
    actor: ParticipantId,
    op_id: string,
    plan: () => Operation | string,
  ): { mine: ServerMessage[]; all: Operation[] } {
    const known = this.log.find((operation) => operation.op_id === op_id)
    if (known && known.actor !== actor) return refused(op_id, 'op_id_taken')
    if (known) return { mine: [{ t: 'accepted', op_id, seq: known.seq }], all: [] }
    const operation = plan()
    if (typeof operation === 'string') {
      this.refusals.add(op_id)
      return refused(op_id, operation)
    }
    this.refusals.delete(op_id)
    this.elements = applyChanges(this.elements, operation.changes)
    for (const [id, { after }] of Object.entries(operation.changes)) {
      for (const field of Object.keys(after ?? {})) this.#written.set(`${id}.${field}`, actor)
    }
    this.log.push(operation)
    return { mine: [], all: [operation] }
  }

  #edit(actor: ParticipantId, op_id: string, edits: Edit[]): Operation | string {
    const after = applyEdits(this.elements, edits)
    if (after === this.elements) return 'element_gone'
    const operation = this.#operation(actor, op_id, 'edit', changesBetween(this.elements, after))
    const replaced = this.#replaced(edits, operation.changes)
    return Object.keys(replaced).length > 0 ? { ...operation, replaced } : operation
  }

  #replaced(edits: Edit[], changes: Changes): Record<string, Record<string, ParticipantId>> {
    const replaced: Record<string, Record<string, ParticipantId>> = {}
    for (const edit of edits) {
      if (edit.do !== 'set') continue
      for (const field of Object.keys(edit.fields)) {
        const now = fieldOf(this.elements.get(edit.id), field)
        const writer = this.#written.get(`${edit.id}.${field}`)
        const isChanged = changes[edit.id]?.after?.[field] !== undefined
        if (!writer || !isChanged || typeof now === 'string' || sameValue(now, edit.saw[field])) continue
        replaced[edit.id] = { ...replaced[edit.id], [field]: writer }
      }
    }
    return replaced
  }

  /** U1, U3, U5 for fields; an added element goes away where it is still as it was added. */
  #reverse(actor: ParticipantId, op_id: string, cause: 'undo' | 'redo'): Operation | string {
    const taken = new Set(this.log.map(({ undoes }) => undoes))
    const mine = this.log.filter((operation) => operation.actor === actor && !taken.has(operation.op_id))
    const done = cause === 'undo' ? mine.findLast(({ cause }) => cause !== 'undo') : mine.at(-1)
    if (!done || (cause === 'redo' && done.cause !== 'undo')) return `nothing_to_${cause}`
    const result = new Map(this.elements)
    const stayed: string[] = []
    for (const [id, { before, after }] of Object.entries(done.changes)) {
      const current = result.get(id)
      const attached = [...result.values()].some(
        (other) => 'source' in other && [other.source, other.target].includes(id),
      )
      if (before === null) {
        if (current && sameValue(current, after) && !attached) result.delete(id)
        else if (current) stayed.push(`“${id}” stays.`)
      } else if (after === null) {
        if (!current && elementOf(before).kind !== 'flow') result.set(id, elementOf(before))
      } else if (current) {
        const back = Object.keys(before).filter((name) => sameValue(fieldOf(current, name), after[name]))
        const fields = Object.fromEntries(back.map((name) => [name, before[name]]))
        result.set(id, elementOf({ ...current, ...fields } as Fields))
      }
    }
    const changes = changesBetween(this.elements, result)
    return { ...this.#operation(actor, op_id, cause, changes), undoes: done.op_id, stayed }
  }

  #operation(actor: ParticipantId, op_id: string, cause: Cause, changes: Changes): Operation {
    return { seq: this.seq + 1, op_id, actor, at: '2026-03-02T09:00:00Z', changes, cause }
  }
}

function refused(op_id: string, code: string): { mine: ServerMessage[]; all: Operation[] } {
  return { mine: [{ t: 'rejected', op_id, code, message: `Refused: ${code}.`, details: {} }], all: [] }
}

/** Figures at `seq` in which nothing is known. */
export function figuresAt(seq: number): Metrics {
  return {
    seq,
    lead_time_s: null,
    expected_lead_time_s: null,
    process_time_s: null,
    wait_time_s: null,
    effort_s: null,
    flow_efficiency: null,
    value_added_time_s: null,
    process_cycle_efficiency: null,
    rolled_complete_accurate: null,
    takt_time_s: null,
    throughput_per_day: null,
    wip: null,
    wip_counted: null,
    handoffs: null,
    lower_bound_s: null,
    steps_timed: 0,
    steps_total: 0,
    counted_path: [],
    steps: {},
    queues: {},
    outside: [],
    constraint: null,
    provenance: {},
    missing: [],
    problems: [],
    findings: [],
  }
}
