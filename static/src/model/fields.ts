/** Which fields an element has and what they hold: the table of maps/domain/elements.py, as far as the browser needs it. */

import type { Kind } from './types'

export type Unit = 'time' | 'share' | 'uptime' | 'count' | 'whole'

export type FieldSpec =
  | { holds: 'text'; longest: number }
  | { holds: 'quantity'; unit: Unit; least: number }
  | { holds: 'coordinate' }
  | { holds: 'whole'; least: number }
  | { holds: 'flag' }
  | { holds: 'choice'; of: readonly string[] }
  | { holds: 'colour' }
  | { holds: 'wastes' }
  | { holds: 'element' }

export const WASTES = [
  'defects',
  'overproduction',
  'waiting',
  'talent',
  'transportation',
  'inventory',
  'motion',
  'extra_processing',
] as const

/** The largest time and count, and how far from the origin an element may lie. */
export const NUMBER_LIMIT = 1e12
export const COORDINATE_LIMIT = 1e7

const name: FieldSpec = { holds: 'text', longest: 200 }
const coordinate: FieldSpec = { holds: 'coordinate' }
const time: FieldSpec = { holds: 'quantity', unit: 'time', least: 0 }
const share: FieldSpec = { holds: 'quantity', unit: 'share', least: 0 }
const element: FieldSpec = { holds: 'element' }
const wastes: FieldSpec = { holds: 'wastes' }

function whole(least: number): FieldSpec {
  return { holds: 'quantity', unit: 'whole', least }
}

function choice(...of: string[]): FieldSpec {
  return { holds: 'choice', of }
}

export const FIELDS: Readonly<Record<Kind, Readonly<Record<string, FieldSpec>>>> = {
  step: {
    name,
    role: { holds: 'text', longest: 100 },
    x: coordinate,
    y: coordinate,
    wait_time: time,
    process_time: time,
    complete_accurate: share,
    batch_size: whole(1),
    handoffs: whole(0),
    people: whole(1),
    uptime: { holds: 'quantity', unit: 'uptime', least: 0 },
    value_class: choice('adding', 'necessary', 'waste'),
    split: choice('one', 'all'),
    wip_limit: { holds: 'whole', least: 1 },
    automated: { holds: 'flag' },
    wastes,
  },
  queue: {
    name,
    x: coordinate,
    y: coordinate,
    items: { holds: 'quantity', unit: 'count', least: 0 },
    wait_time: time,
    counts_only: { holds: 'flag' },
    about: element,
    wastes,
  },
  flow: {
    flow: choice('push', 'pull', 'fifo', 'rework', 'information_manual', 'information_electronic'),
    source: element,
    target: element,
    share,
    name,
    wastes,
  },
  note: {
    note: choice('note', 'question', 'idea', 'hypothesis', 'burst', 'parking_lot'),
    text: { holds: 'text', longest: 10_000 },
    about: element,
    waste: choice(...WASTES),
    x: coordinate,
    y: coordinate,
    colour: { holds: 'colour' },
  },
}

/** The fields without which an element of this kind cannot be. */
export const REQUIRED: Readonly<Record<Kind, readonly string[]>> = {
  step: ['name'],
  queue: [],
  flow: ['flow', 'source', 'target'],
  note: ['note'],
}

/** How sentences name a field. */
export const FIELD_NAMES: Readonly<Record<string, string>> = {
  name: 'name',
  role: 'role',
  text: 'text',
  x: 'position',
  y: 'position',
  wait_time: 'wait time',
  process_time: 'process time',
  complete_accurate: '%C/A',
  batch_size: 'batch size',
  handoffs: 'number of hand-offs',
  people: 'number of people',
  uptime: 'uptime',
  value_class: 'value class',
  split: 'split',
  wip_limit: 'WIP limit',
  automated: 'mark “automated”',
  wastes: 'wastes',
  items: 'number of items',
  counts_only: 'mark “counts only”',
  about: 'element it is about',
  flow: 'kind of flow',
  source: 'source',
  target: 'target',
  share: 'share',
  note: 'kind of note',
  waste: 'waste',
  colour: 'colour',
}
