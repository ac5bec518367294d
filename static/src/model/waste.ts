/** The eight wastes as marks on a map: counting them, ranking them, putting one on an element and taking it off. */

import { setFields } from './edits'
import { WASTES } from './fields'
import type { Edit, ElementId, Elements, MapElement, Note, Waste } from './types'

export type MarkedKind = 'step' | 'queue' | 'flow'

/** How often a waste is counted, and the share of it and those before it. */
export interface WasteCount {
  waste: Waste
  marks: number
  cumulativeShare: number
  /** Where it is marked; empty where votes are counted. */
  elements: ElementId[]
}

export function wastesOf(element: MapElement | undefined): readonly Waste[] {
  return element && 'wastes' in element ? (element.wastes ?? []) : []
}

/** The wastes that are marked, the most frequent first, ties in their usual order; on elements of one kind or on all. */
export function paretoOf(elements: Elements, kind: MarkedKind | null = null): WasteCount[] {
  const where = new Map<Waste, ElementId[]>()
  for (const [id, element] of elements) {
    if (kind !== null && element.kind !== kind) continue
    for (const waste of wastesOf(element)) where.set(waste, [...(where.get(waste) ?? []), id])
  }
  return ranked(
    WASTES.map((waste) => ({ waste, marks: where.get(waste)?.length ?? 0, elements: where.get(waste) ?? [] })),
  )
}

/** The same of a round in which people voted on the wastes. */
export function paretoOfVotes(targets: readonly { target: string; count: number }[]): WasteCount[] {
  const dots = new Map(targets.map(({ target, count }) => [target, count]))
  return ranked(WASTES.map((waste) => ({ waste, marks: dots.get(waste) ?? 0, elements: [] })))
}

function ranked(counts: Omit<WasteCount, 'cumulativeShare'>[]): WasteCount[] {
  const found = counts.filter(({ marks }) => marks > 0).sort((one, other) => other.marks - one.marks)
  const total = found.reduce((sum, { marks }) => sum + marks, 0)
  let soFar = 0
  return found.map((count) => {
    soFar += count.marks
    return { ...count, cumulativeShare: soFar / total }
  })
}

/** How much the vital few are. */
const MOST = 0.8

/** The fewest wastes, from the first, that make up most of all marks. */
export function vitalFew(pareto: readonly WasteCount[]): readonly WasteCount[] {
  const end = pareto.findIndex(({ cumulativeShare }) => cumulativeShare >= MOST - 1e-9)
  return pareto.slice(0, end + 1)
}

export interface MarkedElement {
  id: ElementId
  wastes: readonly Waste[]
}

/** The elements with marks, those with the most first; only those with `waste` where one is named. */
export function markedElements(
  elements: Elements,
  waste: Waste | null,
  kind: MarkedKind | null = null,
): MarkedElement[] {
  const found: MarkedElement[] = []
  for (const [id, element] of elements) {
    const wastes = wastesOf(element)
    if (wastes.length === 0 || (kind !== null && element.kind !== kind)) continue
    if (waste === null || wastes.includes(waste)) found.push({ id, wastes })
  }
  return found.sort((one, other) => other.wastes.length - one.wastes.length)
}

/** Whether marking this waste at the element would take it off. */
export function isMarked(element: MapElement | undefined, waste: Waste): boolean {
  return element?.kind === 'note' ? element.waste === waste : wastesOf(element).includes(waste)
}

/**
 * Puts the waste on the element, or takes it off where it is; on a hypothesis or a burst it becomes the waste that they
 * name. Null where nothing is there that suffers from one.
 */
export function markEdit(elements: Elements, id: ElementId, waste: Waste): Edit | null {
  const element = elements.get(id)
  if (!element) return null
  const isOn = isMarked(element, waste)
  if (element.kind === 'note')
    return takesWaste(element) ? setFields(elements, id, { waste: isOn ? null : waste }) : null
  const seen = wastesOf(element)
  const wastes = WASTES.filter((one) => (one === waste ? !isOn : seen.includes(one)))
  return setFields(elements, id, { wastes: wastes.length > 0 ? wastes : null })
}

export function takesWaste({ note }: Note): boolean {
  return note === 'hypothesis' || note === 'burst'
}

export interface Hypothesis {
  id: ElementId
  note: Note
}

/** The hypotheses of a map, from left to right. */
export function hypothesesOf(elements: Elements): Hypothesis[] {
  const found: Hypothesis[] = []
  for (const [id, element] of elements) {
    if (element.kind === 'note' && element.note === 'hypothesis') found.push({ id, note: element })
  }
  return found.sort((one, other) => one.note.x - other.note.x || one.note.y - other.note.y)
}
