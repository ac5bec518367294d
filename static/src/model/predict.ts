/**
 * What the server will make of edits: the view between an edit and its operation (P2).
 *
 * The rules are those of maps/domain/plan.py, E1 to E6; both are held to tests/vectors/edits.json. The server decides:
 * where this prediction is wrong, the operation that comes back replaces it.
 */

import { DEFAULT_CALENDAR } from './calendar'
import { elementOf, fieldOf, sameValue } from './changes'
import { COORDINATE_LIMIT, FIELDS, type FieldSpec, NUMBER_LIMIT, REQUIRED, WASTES } from './fields'
import { isBlank, mergeWords } from './merge'
import { normalQuantity } from './quantities'
import type { Calendar, Edit, ElementId, Elements, Fields, Flow, Kind, MapElement } from './types'

/** The elements as `edits` would leave them; the same object where the server will refuse them (S6). */
export function applyEdits(
  elements: Elements,
  edits: readonly Edit[],
  calendar: Calendar = DEFAULT_CALENDAR,
): Elements {
  const view = new Map(elements)
  return applyTo(view, edits, calendar) ? view : elements
}

/** Applies `edits` to `view` itself; false, and nothing changed, where the server will refuse them (S6). */
export function applyTo(view: Map<ElementId, MapElement>, edits: readonly Edit[], calendar: Calendar): boolean {
  const draft = new Draft(view)
  if (edits.every((edit) => applyEdit(draft, edit, calendar)) && consistent(draft, edits)) return true
  draft.rollBack()
  return false
}

const ID = /^[A-Za-z0-9_-]{1,64}$/
const COLOUR = /^#?[A-Za-z0-9-]{1,30}$/

/** Elements that are being changed, with the way back. */
class Draft {
  readonly #elements: Map<ElementId, MapElement>
  readonly #before = new Map<ElementId, MapElement | undefined>()

  constructor(elements: Map<ElementId, MapElement>) {
    this.#elements = elements
  }

  get(id: ElementId): MapElement | undefined {
    return this.#elements.get(id)
  }

  has(id: ElementId): boolean {
    return this.#elements.has(id)
  }

  all(): Iterable<[ElementId, MapElement]> {
    return this.#elements
  }

  set(id: ElementId, element: MapElement): void {
    this.#remember(id)
    this.#elements.set(id, element)
  }

  delete(id: ElementId): void {
    this.#remember(id)
    this.#elements.delete(id)
  }

  rollBack(): void {
    for (const [id, element] of this.#before) {
      if (element) this.#elements.set(id, element)
      else this.#elements.delete(id)
    }
  }

  #remember(id: ElementId): void {
    if (!this.#before.has(id)) this.#before.set(id, this.#elements.get(id))
  }
}

function applyEdit(draft: Draft, edit: Edit, calendar: Calendar): boolean {
  switch (edit.do) {
    case 'add':
      return add(draft, edit.id, edit.element, calendar)
    case 'set':
      // An edit without `saw` (the API allows it) claims to have seen nothing else.
      return set(draft, edit.id, edit.fields, edit.saw ?? {}, calendar)
    case 'remove':
      return remove(draft, edit.id)
  }
}

function add(draft: Draft, id: ElementId, written: Fields, calendar: Calendar): boolean {
  const { kind, ...fields } = written
  if (draft.has(id) || !ID.test(id) || !isKind(kind)) return false
  const normal = normalFields(kind, fields, calendar)
  if (!normal || REQUIRED[kind].some((field) => normal[field] == null)) return false
  const placed = kind === 'flow' ? normal : { ...normal, x: normal.x ?? 0, y: normal.y ?? 0 }
  draft.set(id, elementOf({ kind, ...placed }))
  return true
}

function set(draft: Draft, id: ElementId, fields: Fields, saw: Fields, calendar: Calendar): boolean {
  const current = draft.get(id)
  const normal = current && normalFields(current.kind, fields, calendar)
  if (!normal || REQUIRED[current.kind].some((field) => field in normal && normal[field] == null)) return false
  const merged = Object.entries(normal).map(([field, value]) => {
    const spec = FIELDS[current.kind][field]
    const isNews = field in saw && !sameValue(saw[field], fieldOf(current, field))
    return [field, spec?.holds === 'text' && isNews ? mergedText(value, saw[field], fieldOf(current, field)) : value]
  })
  const changed = { ...current, ...Object.fromEntries(merged) } as Fields
  if (REQUIRED[current.kind].some((field) => changed[field] == null)) return false
  // A merged text can be longer than its parts were.
  if (!normalFields(current.kind, Object.fromEntries(merged), calendar)) return false
  draft.set(id, elementOf(changed))
  return true
}

/** E3: a text that is not what its writer saw keeps the words of both; null where none is left. */
function mergedText(mine: unknown, saw: unknown, now: unknown): string | null {
  const merged = mergeWords(textOf(saw), textOf(mine), textOf(now))
  return isBlank(merged) ? null : merged
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** E1: flows of a removed step or queue go with it, and nothing stays `about` what is gone. */
function remove(draft: Draft, id: ElementId): boolean {
  if (!draft.has(id)) return false
  const gone = new Set([id])
  for (const [other, element] of draft.all()) {
    if (element.kind === 'flow' && (element.source === id || element.target === id)) gone.add(other)
  }
  for (const other of gone) draft.delete(other)
  for (const [other, element] of draft.all()) {
    if ('about' in element && element.about !== undefined && gone.has(element.about)) {
      draft.set(other, elementOf({ ...element, about: null }))
    }
  }
  return true
}

/** E2 for the flows that these edits wrote, and what exists for everything that is about something. */
function consistent(draft: Draft, edits: readonly Edit[]): boolean {
  return edits.every(({ id }) => {
    const element = draft.get(id)
    if (!element) return true
    return element.kind === 'flow' ? joins(draft, id, element) : isAboutSomething(draft, id, element)
  })
}

function joins(draft: Draft, id: ElementId, flow: Flow): boolean {
  const isNode = (end: ElementId) => ['step', 'queue'].includes(draft.get(end)?.kind ?? '')
  if (flow.source === flow.target || !isNode(flow.source) || !isNode(flow.target)) return false
  for (const [other, element] of draft.all()) {
    if (other === id || element.kind !== 'flow') continue
    if (element.source === flow.source && element.target === flow.target && element.flow === flow.flow) return false
  }
  return true
}

function isAboutSomething(draft: Draft, id: ElementId, element: MapElement): boolean {
  if (!('about' in element) || element.about === undefined) return true
  const named = draft.get(element.about)
  if (!named || element.about === id) return false
  return element.kind !== 'queue' || named.kind === 'step'
}

function isKind(kind: unknown): kind is Kind {
  return typeof kind === 'string' && Object.hasOwn(FIELDS, kind)
}

/** The fields in normal form, null for those that are emptied; null where the server will refuse one. */
function normalFields(kind: Kind, fields: Fields, calendar: Calendar): Record<string, unknown> | null {
  const normal: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(fields)) {
    const spec = FIELDS[kind][field]
    const reading = spec && normalValue(value, spec, calendar)
    if (reading === undefined) return null
    normal[field] = reading
  }
  return normal
}

/** The value in normal form, null where that means absent, undefined where the server will refuse it. */
function normalValue(value: unknown, spec: FieldSpec, calendar: Calendar): unknown {
  if (value == null) return null
  switch (spec.holds) {
    case 'text':
      if (typeof value !== 'string' || [...value].length > spec.longest) return undefined
      return isBlank(value) ? null : value
    case 'quantity':
      return normalQuantity(value, spec, calendar) ?? undefined
    case 'coordinate':
      return typeof value === 'number' && Math.abs(value) <= COORDINATE_LIMIT ? value : undefined
    case 'whole':
      return Number.isInteger(value) && Number(value) >= spec.least && Number(value) <= NUMBER_LIMIT ? value : undefined
    case 'flag':
      return typeof value === 'boolean' ? value : undefined
    case 'choice':
      return spec.of.some((choice) => choice === value) ? value : undefined
    case 'colour':
      return typeof value === 'string' && COLOUR.test(value) ? value : undefined
    case 'wastes':
      return normalWastes(value)
    case 'element':
      return typeof value === 'string' && ID.test(value) ? value : undefined
  }
}

function normalWastes(value: unknown): readonly string[] | null | undefined {
  const known: readonly unknown[] = WASTES
  if (!Array.isArray(value) || !value.every((waste) => known.includes(waste))) return undefined
  const wastes = WASTES.filter((waste) => value.includes(waste))
  return wastes.length > 0 ? wastes : null
}
