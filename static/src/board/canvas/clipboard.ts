/** A selection as text on the clipboard, so that it can go to another map, and what a pasted text is. */

import type { Elements, MapElement } from '../../model/types'

const FORMAT = 'vsm-workshop/selection'

export type Pasted =
  | { is: 'selection'; elements: Elements }
  | { is: 'table'; text: string }
  | { is: 'text'; text: string }
  | { is: 'nothing' }

export function toClipboard(picked: Elements): string {
  return JSON.stringify({ format: FORMAT, version: 1, elements: Object.fromEntries(picked) }, null, 1)
}

/** What a text from the clipboard means to a map: our own selection, a table of steps, or words for a note. */
export function fromClipboard(text: string): Pasted {
  const said = text.trim()
  if (said === '') return { is: 'nothing' }
  const elements = selectionIn(said)
  if (elements) return { is: 'selection', elements }
  return /[\t\n]/.test(said) ? { is: 'table', text: said } : { is: 'text', text: said.slice(0, 10_000) }
}

function selectionIn(text: string): Elements | null {
  if (!text.startsWith('{')) return null
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return null
  }
  const said = raw as { format?: unknown; elements?: unknown }
  if (said.format !== FORMAT || typeof said.elements !== 'object' || said.elements === null) return null
  return new Map(Object.entries(said.elements as Record<string, MapElement>))
}
