/** What a facilitator is about to ask, and how it is sent. */

import { streamOrder } from '../../model/order'
import type { EstimateField, NoteKind, RoundKind } from '../../model/rounds'
import type { ElementId, Elements } from '../../model/types'

export interface Asking {
  kind: RoundKind
  /** Null: the question of this kind as it is. */
  prompt: string | null
  isAnonymous: boolean
  minutes: number | null
  note: NoteKind
  fields: readonly EstimateField[]
  on: 'steps' | 'notes' | 'options' | 'wastes'
  /** One a line. */
  options: string
  dots: number
  isStackable: boolean
  leadersVote: boolean
  /** Steps that are left out. */
  without: ReadonlySet<ElementId>
}

export function emptyAsking(): Asking {
  return {
    kind: 'notes',
    prompt: null,
    isAnonymous: true,
    minutes: 5,
    note: 'note',
    fields: ['wait_time', 'process_time'],
    on: 'steps',
    options: '',
    dots: 3,
    isStackable: false,
    leadersVote: false,
    without: new Set(),
  }
}

export interface StepToAsk {
  id: ElementId
  name: string
}

/** The steps of the map in stream order. */
export function stepsOf(elements: Elements): StepToAsk[] {
  return streamOrder(elements).flatMap((id) => {
    const element = elements.get(id)
    return element?.kind === 'step' ? [{ id, name: element.name }] : []
  })
}

export function asksAboutSteps({ kind, on }: Pick<Asking, 'kind' | 'on'>): boolean {
  return kind === 'estimates' || kind === 'effort' || kind === 'constraint' || (kind === 'votes' && on === 'steps')
}

function choicesOf(options: string): string[] {
  return options
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Why it cannot be asked yet; null where it can. */
export function whatIsMissing(asking: Asking, elements: Elements): string | null {
  if (asksAboutSteps(asking)) {
    const steps = stepsOf(elements)
    if (steps.length === 0) return 'There are no steps on the map yet: put them there first.'
    if (steps.every(({ id }) => asking.without.has(id))) return 'Choose at least one step.'
  }
  if (asking.kind === 'estimates' && asking.fields.length === 0) return 'Choose at least one figure.'
  if (asking.kind !== 'votes') return null
  if (asking.on === 'options' && choicesOf(asking.options).length < 2) return 'Write at least two options, one a line.'
  const hasNotes = Array.from(elements.values()).some(({ kind }) => kind === 'note')
  return asking.on === 'notes' && !hasNotes ? 'There are no notes on the map yet.' : null
}

export function optionsOf(asking: Asking, elements: Elements): object {
  const chosen = stepsOf(elements).flatMap(({ id }) => (asking.without.has(id) ? [] : [id]))
  const about = asksAboutSteps(asking) ? { elements: chosen } : {}
  switch (asking.kind) {
    case 'notes':
      return { note: asking.note }
    case 'estimates':
      return { ...about, fields: asking.fields }
    case 'effort':
    case 'constraint':
      return about
    case 'votes': {
      const { on, dots, isStackable, leadersVote } = asking
      const options = on === 'options' ? { options: choicesOf(asking.options) } : {}
      return { on, dots, stackable: isStackable, leaders_vote: leadersVote, ...about, ...options }
    }
  }
}
