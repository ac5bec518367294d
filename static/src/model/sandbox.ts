/**
 * A private what-if, kept as its differences from the map: what it makes of the map as it is now, and what of it has
 * lost its place.
 *
 * Differences, not a list of what was done: the map goes on underneath, and a difference means the same on any state of it.
 */

import { fieldOf, sameValue } from './changes'
import { keepIdentity } from './pending'
import { applyTo } from './predict'
import type { Calendar, Edit, ElementId, Elements, Fields, Flow, MapElement, Metrics } from './types'

/** How one element differs; `of` is the element of the map when it was last changed here, which still names it when it is gone. */
export type Difference =
  | { what: 'added'; element: MapElement }
  | { what: 'removed'; of: MapElement }
  | { what: 'set'; of: MapElement; fields: Fields; saw: Fields }

export type Differences = ReadonlyMap<ElementId, Difference>

/** Why a difference has no place on the map as it is: its element is gone, what it refers to is gone, or the map forbids it. */
export type Loss = 'gone' | 'end_gone' | 'refused'

/** A what-if on the map as it is now. */
export interface Standing {
  elements: Elements
  /** What of it applies, each element at most once, in an order in which it can be done. */
  edits: readonly Edit[]
  /** By the key of the change. */
  lost: ReadonlyMap<string, Loss>
}

/** One change as people list and take it back. */
export interface ChangeRow {
  key: string
  id: ElementId
  what: 'set' | 'rewired' | 'added' | 'removed' | 'moved'
  field: string | null
  /** The element before the change, or the added one: for its name. */
  of: MapElement
  /** What the map has now, and what the what-if has instead. */
  from: unknown
  to: unknown
  /** The map has changed the same field since. */
  isNews: boolean
  /** The map says the same by now. */
  isSame: boolean
  lost: Loss | null
  /** How many elements a row of moves speaks of; else 1. */
  count: number
}

export interface PredictedWait {
  element: ElementId
  name: string
  stated_s: number | null
  predicted_s: number | null
  utilisation_today: number | null
  utilisation_then: number | null
  sentence: string
}

export interface Prediction {
  method: 'kingman' | 'allen_cunneen' | null
  method_sentence: string
  variability: { arrivals: number; service: number }
  waits: readonly PredictedWait[]
  notes: readonly string[]
  problems: readonly string[]
}

/** What the server answers to a what-if. */
export interface WhatIfAnswer {
  seq: number
  today: Metrics
  predicted: Metrics
  prediction: Prediction
}

/** What the board shows of the what-if that it is in; `State.metrics` are its figures. */
export interface WhatIf {
  rows: readonly ChangeRow[]
  edits: readonly Edit[]
  /** The figures of the map at the same moment; null while there are none to compare. */
  today: Metrics | null
  prediction: Prediction | null
  /** `same`: nothing differs; `asking`: newer ones are on their way, the last ones stand. */
  figures: 'same' | 'asking' | 'known' | 'failed'
  /** Why there are no figures, or only older ones. */
  problem: string | null
  /** What the server said against a change, by element. */
  refusals: ReadonlyMap<ElementId, string>
  canUndo: boolean
  canRedo: boolean
}

const PLACE = ['x', 'y']
const ENDS = ['source', 'target', 'flow']

/** The differences after the view of the what-if went from `before` to `after` on the map `today`. */
export function amend(differences: Differences, today: Elements, before: Elements, after: Elements): Differences {
  const next = new Map(differences)
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    if (sameValue(before.get(id), after.get(id))) continue
    const difference = amended(differences.get(id), today.get(id), before.get(id), after.get(id))
    if (difference) next.set(id, difference)
    else next.delete(id)
  }
  return next
}

function amended(
  known: Difference | undefined,
  base: MapElement | undefined,
  before: MapElement | undefined,
  after: MapElement | undefined,
): Difference | undefined {
  if (after === undefined) return base && { what: 'removed', of: base }
  if (base === undefined) return { what: 'added', element: after }
  const [fields, saw]: [Record<string, unknown>, Record<string, unknown>] =
    known?.what === 'set' ? [{ ...known.fields }, { ...known.saw }] : [{}, {}]
  for (const field of Object.keys({ ...(before ?? base), ...after })) {
    if (sameValue(fieldOf(before ?? base, field), fieldOf(after, field))) continue
    fields[field] = fieldOf(after, field)
    saw[field] = fieldOf(base, field)
    if (!sameValue(fields[field], saw[field])) continue
    delete fields[field]
    delete saw[field]
  }
  return Object.keys(fields).length > 0 ? { what: 'set', of: base, fields, saw } : undefined
}

/** The edits that somebody shared, as differences from the map as it is; `missed` counts those that do not fit it. */
export function differencesOf(
  today: Elements,
  edits: readonly Edit[],
  calendar: Calendar,
): { differences: Differences; missed: number } {
  const view = new Map(today)
  const missed = applyTo(view, edits, calendar) ? 0 : edits.filter((edit) => !applyTo(view, [edit], calendar)).length
  return { differences: amend(new Map(), today, today, view), missed }
}

/** What the differences make of the map `today`; elements that look as in `shown` keep that identity. */
export function standingOf(
  today: Elements,
  differences: Differences,
  calendar: Calendar,
  shown: Elements = today,
): Standing {
  const lost = new Map<string, Loss>()
  if (differences.size === 0) return { elements: today, edits: [], lost }
  const parts = partsOf(today, differences, lost)
  const view = new Map(today)
  const whole = merged(parts)
  if (applyTo(view, whole, calendar)) return { elements: keepIdentity(view, today, shown), edits: whole, lost }
  const applied = oneByOne(view, parts, calendar)
  for (const { keys } of parts.filter((part) => !applied.includes(part))) {
    for (const key of keys) lost.set(key, 'refused')
  }
  return { elements: keepIdentity(view, today, shown), edits: merged(applied), lost }
}

interface Part {
  keys: readonly string[]
  edit: Edit
}

/** The smallest edits in an order in which they can be done: arrows out of the way first, new arrows last. */
function partsOf(today: Elements, differences: Differences, lost: Map<string, Loss>): Part[] {
  const ranked: [number, Part][] = []
  const stays = (id: unknown) => {
    const difference = differences.get(id as ElementId)
    return difference ? difference.what !== 'removed' : today.has(id as ElementId)
  }
  for (const [id, difference] of differences) {
    if (difference.what === 'added') {
      const { element } = difference
      const isLoose = element.kind === 'flow' && !(stays(element.source) && stays(element.target))
      if (isLoose) lost.set(id, 'end_gone')
      else ranked.push([rankOfAdded(element), { keys: [id], edit: { do: 'add', id, element: { ...element } } }])
    } else if (!today.has(id)) {
      for (const key of keysOf(id, difference)) lost.set(key, 'gone')
    } else if (difference.what === 'removed') {
      ranked.push([difference.of.kind === 'flow' ? 0 : 5, { keys: [id], edit: { do: 'remove', id } }])
    } else {
      for (const part of setParts(id, difference, today.get(id))) {
        const refers = ['source', 'target', 'about'].map((end) => part.edit.fields[end]).filter((end) => end != null)
        if (refers.every(stays)) ranked.push([4, part])
        else for (const key of part.keys) lost.set(key, 'end_gone')
      }
    }
  }
  return ranked.toSorted(([one], [other]) => one - other).map(([, part]) => part)
}

function rankOfAdded({ kind }: MapElement): number {
  return { step: 1, queue: 2, note: 3, flow: 6 }[kind]
}

type SetDifference = Extract<Difference, { what: 'set' }>

/** One for each field, the ends of an arrow together; nothing for what the map says by now. */
function setParts(id: ElementId, { fields, saw }: SetDifference, base: MapElement | undefined) {
  return grouped(id, fields)
    .map(([key, names]) => ({
      keys: [key],
      edit: { do: 'set' as const, id, fields: pick(fields, names), saw: pick(saw, names) },
    }))
    .filter(({ edit }) => Object.entries(edit.fields).some(([field, value]) => !sameValue(value, fieldOf(base, field))))
}

/** The fields by the key of the change that they make together. */
function grouped(id: ElementId, fields: Fields): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const field of Object.keys(fields)) {
    const key = keyOf(id, field)
    groups.set(key, [...(groups.get(key) ?? []), field])
  }
  return [...groups]
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]]))
}

function keyOf(id: ElementId, field: string): string {
  if (PLACE.includes(field)) return `${id} place`
  return ENDS.includes(field) ? `${id} ends` : `${id} ${field}`
}

function keysOf(id: ElementId, difference: Difference): string[] {
  if (difference.what !== 'set') return [id]
  return grouped(id, difference.fields).map(([key]) => key)
}

function merged(parts: readonly Part[]): Edit[] {
  const edits = new Map<ElementId, Edit>()
  for (const { edit } of parts) {
    const known = edits.get(edit.id)
    const isMore = known?.do === 'set' && edit.do === 'set'
    const fields = isMore ? { ...known.fields, ...edit.fields } : null
    edits.set(edit.id, isMore && fields ? { ...known, fields, saw: { ...known.saw, ...edit.saw } } : edit)
  }
  return [...edits.values()]
}

/** Does what can be done, again while one makes room for another; answers what was done. */
function oneByOne(view: Map<ElementId, MapElement>, parts: readonly Part[], calendar: Calendar): Part[] {
  const done: Part[] = []
  for (let left = parts, before = 0; left.length !== before; ) {
    before = left.length
    left = left.filter((part) => {
      const fits = applyTo(view, [part.edit], calendar)
      if (fits) done.push(part)
      return !fits
    })
  }
  return done
}

/** The changes as people see them: what an added or removed box brought along is part of that change. */
export function rowsOf(today: Elements, differences: Differences, lost: ReadonlyMap<string, Loss>): ChangeRow[] {
  const rows: ChangeRow[] = []
  const moved: ChangeRow[] = []
  for (const [id, difference] of differences) {
    if (difference.what !== 'set') {
      if (!belongsToABox(difference, differences)) rows.push(wholeRow(id, difference, lost))
      continue
    }
    for (const row of setRows(id, difference, today.get(id), lost)) {
      if (row.what === 'moved') moved.push(row)
      else if (!isOfABox(row, difference, differences)) rows.push(row)
    }
  }
  const [first] = moved
  return first ? [...rows, { ...first, key: 'moved', count: moved.length }] : rows
}

function wholeRow(
  id: ElementId,
  difference: Exclude<Difference, SetDifference>,
  lost: ReadonlyMap<string, Loss>,
): ChangeRow {
  const of = difference.what === 'added' ? difference.element : difference.of
  const loss = lost.get(id) ?? null
  // What was to be removed and is gone has happened without us.
  const isSame = difference.what === 'removed' && loss === 'gone'
  const rest = { field: null, from: null, to: null, isNews: false, count: 1 }
  return { key: id, id, what: difference.what, of, isSame, lost: isSame ? null : loss, ...rest }
}

function setRows(
  id: ElementId,
  { of, fields, saw }: SetDifference,
  base: MapElement | undefined,
  lost: ReadonlyMap<string, Loss>,
): ChangeRow[] {
  return grouped(id, fields).map(([key, names]) => {
    const field = names[0] ?? null
    const what = key.endsWith(' place') ? 'moved' : key.endsWith(' ends') ? 'rewired' : 'set'
    const from = field === null ? null : fieldOf(base ?? of, field)
    const to = field === null ? null : fields[field]
    const isSame = base !== undefined && names.every((name) => sameValue(fields[name], fieldOf(base, name)))
    const isNews = base !== undefined && field !== null && !isSame && !sameValue(saw[field], from)
    return { key, id, what, field, of, from, to, isNews, isSame, lost: lost.get(key) ?? null, count: 1 }
  })
}

/** Whether an arrow came or went with a box that was added or removed here. */
function belongsToABox(difference: Difference, differences: Differences): boolean {
  const flow = difference.what === 'added' ? difference.element : difference.of
  return flow.kind === 'flow' && [flow.source, flow.target].some((end) => isWholeBox(differences.get(end)))
}

function isWholeBox(difference: Difference | undefined): boolean {
  return difference !== undefined && difference.what !== 'set'
}

/** Whether a box that was added or removed here left or took this arrow's end, or what this note was about. */
function isOfABox(row: ChangeRow, { of, fields }: SetDifference, differences: Differences): boolean {
  const names = row.what === 'rewired' ? ['source', 'target'] : row.field === 'about' ? ['about'] : []
  return names.some((name) =>
    [fieldOf(of, name), fields[name]].some((end) => end != null && isWholeBox(differences.get(end as ElementId))),
  )
}

/** The differences without one change of `rowsOf`, and without what belongs to it. */
export function without(differences: Differences, key: string): Differences {
  const next = new Map(differences)
  const drop = (id: ElementId, names: readonly string[]) => {
    const difference = next.get(id)
    if (difference?.what !== 'set') return
    const left = Object.keys(difference.fields).filter((field) => !names.includes(field))
    if (left.length === 0) next.delete(id)
    else next.set(id, { ...difference, fields: pick(difference.fields, left), saw: pick(difference.saw, left) })
  }
  if (key === 'moved') {
    for (const id of differences.keys()) drop(id, PLACE)
    return next
  }
  const [id = '', field] = key.split(' ')
  if (field !== undefined) {
    drop(id, field === 'ends' ? ENDS : [field])
    return next
  }
  next.delete(id)
  for (const [other, difference] of differences) {
    if (difference.what === 'set') {
      if (touches({ ...difference.of, ...difference.fields }, id) || touches(difference.of, id)) drop(other, ENDS)
      if (fieldOf(difference.of, 'about') === id || difference.fields.about === id) drop(other, ['about'])
    } else if (touches(difference.what === 'added' ? difference.element : difference.of, id)) next.delete(other)
  }
  return next
}

function touches(element: Partial<MapElement>, id: ElementId): boolean {
  const { kind, source, target } = element as Partial<Flow>
  return kind === 'flow' && (source === id || target === id)
}

/** Every element that a sentence about the changes may name: those of the what-if, of the map, and those that are gone. */
export function knownTo(rows: readonly ChangeRow[], today: Elements, view: Elements): Elements {
  return new Map([...rows.map(({ id, of }): [ElementId, MapElement] => [id, of]), ...today, ...view])
}
