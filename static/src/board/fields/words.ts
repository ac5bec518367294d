/** What the words of the map are called on screen, and what they mean. */

import type { FlowKind, NoteKind, Source, ValueClass, Waste } from '../../model/types'

export interface Word<Value extends string> {
  value: Value
  label: string
  meaning: string
}

export const SOURCES: readonly Word<Source>[] = [
  { value: 'guess', label: 'guess', meaning: 'nobody in the room does this work' },
  { value: 'estimate', label: 'estimate', meaning: 'said by people who do the work' },
  { value: 'walked', label: 'walked', meaning: 'seen on real items walked through the map' },
  { value: 'measured', label: 'measured', meaning: 'taken from records of many items' },
]

export const WASTES: readonly Word<Waste>[] = [
  { value: 'defects', label: 'defects', meaning: 'work that has to be corrected' },
  { value: 'overproduction', label: 'overproduction', meaning: 'made before or beyond what is needed' },
  { value: 'waiting', label: 'waiting', meaning: 'the item lies still' },
  { value: 'talent', label: 'non-utilised talent', meaning: 'people kept from what they can do' },
  { value: 'transportation', label: 'transportation', meaning: 'hand-offs between people and tools' },
  { value: 'inventory', label: 'inventory', meaning: 'items piled up' },
  { value: 'motion', label: 'motion', meaning: 'task switching and searching' },
  { value: 'extra_processing', label: 'extra processing', meaning: 'work that nobody values' },
]

export const VALUE_CLASSES: readonly Word<ValueClass>[] = [
  { value: 'adding', label: 'value-adding', meaning: 'the customer would pay for it' },
  { value: 'necessary', label: 'necessary', meaning: 'no value to the customer, but it cannot be left out today' },
  { value: 'waste', label: 'waste', meaning: 'neither valued nor necessary' },
]

export const SPLITS: readonly Word<'one' | 'all'>[] = [
  { value: 'one', label: 'one way', meaning: 'an item takes one of the arrows, by their shares' },
  { value: 'all', label: 'all at once', meaning: 'parallel work: every arrow is taken and the parts join again' },
]

export const FLOW_KINDS: readonly Word<FlowKind>[] = [
  { value: 'push', label: 'push', meaning: 'handed on when it is done' },
  { value: 'pull', label: 'pull', meaning: 'taken when there is room for it' },
  { value: 'fifo', label: 'FIFO', meaning: 'a lane: first in, first out' },
  { value: 'rework', label: 'rework', meaning: 'sent back to be corrected' },
  { value: 'information_manual', label: 'information, by hand', meaning: 'told, written or mailed; carries no items' },
  { value: 'information_electronic', label: 'information, electronic', meaning: 'between tools; carries no items' },
]

export const NOTE_KINDS: readonly Word<NoteKind>[] = [
  { value: 'note', label: 'note', meaning: 'something worth keeping' },
  { value: 'question', label: 'question', meaning: 'to be answered before the map is trusted' },
  { value: 'idea', label: 'idea', meaning: 'something that could be tried' },
  { value: 'hypothesis', label: 'hypothesis', meaning: 'why it might be so' },
  { value: 'burst', label: 'kaizen burst', meaning: 'an improvement opportunity and the waste it removes' },
  { value: 'parking_lot', label: 'parking lot', meaning: 'important, not now' },
]

/** The label of a word; the value itself where a newer server knows a word that this page does not. */
export function labelOf<Value extends string>(words: readonly Word<Value>[], value: Value): string {
  return words.find((word) => word.value === value)?.label ?? value
}
