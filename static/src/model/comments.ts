/** Comments as the server tells them, and what a text says of people. */

import type { ElementId, ParticipantId, Person } from './types'

/** How many threads are open, by map; the same for everybody. */
export interface OpenComments {
  /** Rises with every change of a comment: whoever shows some reads them again. */
  revision: number
  maps: Readonly<Record<string, { whole: number; elements: Readonly<Record<ElementId, number>> }>>
}

/** The element that a thread is about; `removed`: it is not on the map any more, and this was its last name. */
export interface About {
  id: ElementId
  kind: string
  name: string
  removed: boolean
}

export interface Mention {
  participant: ParticipantId
  /** As it stands in the text. */
  name: string
}

export interface Said {
  id: string
  author: ParticipantId
  /** Empty where it was taken away. */
  text: string
  mentions: readonly Mention[]
  written_at: string
  edited_at: string | null
  taken_away_by: ParticipantId | null
}

export interface Thread {
  map: string
  /** Null: the whole map. */
  about: About | null
  comment: Said
  resolved_at: string | null
  resolved_by: ParticipantId | null
  replies: readonly Said[]
}

/** A comment that mentions me and that I have not read. */
export interface MentionOfMe {
  comment: string
  map: string
  map_title: string
  about: About | null
  author: ParticipantId
  text: string
  written_at: string
}

export const TEXT_LIMIT = 2_000

type OpenOnMap = OpenComments['maps'][string]

const NONE: OpenOnMap = { whole: 0, elements: {} }

export function openOf(comments: OpenComments | undefined, map: string | undefined): OpenOnMap {
  return (map === undefined ? undefined : comments?.maps[map]) ?? NONE
}

export function openTotal(comments: OpenComments | undefined, map: string | undefined): number {
  const { whole, elements } = openOf(comments, map)
  return Object.values(elements).reduce((sum, count) => sum + count, whole)
}

/** “1 open comment”, “3 open comments”. */
export function openWords(count: number): string {
  return `${count} open comment${count === 1 ? '' : 's'}`
}

/** A comment about something that is gone still says what it was about. */
export function aboutWords(about: About | null): string {
  if (about === null) return 'the whole map'
  return about.removed ? `“${about.name}”, which was removed` : about.name
}

const ENDS_NAME = /[\p{L}\p{N}_]/u

/**
 * Who is called by `@Name` in a text. Of several people with one name it is those that were `picked`, else all of them;
 * the longest name that fits counts, so that “@Ana Maria” does not call Ana.
 */
export function mentionsIn(
  text: string,
  people: Iterable<Person>,
  picked: readonly ParticipantId[] = [],
): ParticipantId[] {
  const byName = new Map<string, ParticipantId[]>()
  for (const { id, name, removed } of people) if (!removed) byName.set(name, [...(byName.get(name) ?? []), id])
  const names = [...byName.keys()].toSorted((one, other) => other.length - one.length)
  const found = new Set<ParticipantId>()
  for (const at of places(text)) {
    const name = names.find((one) => isCalled(text, at, one))
    const ids = name === undefined ? [] : (byName.get(name) ?? [])
    const chosen = ids.filter((id) => picked.includes(id))
    for (const id of chosen.length > 0 ? chosen : ids) found.add(id)
  }
  return [...found]
}

function* places(text: string): Iterable<number> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) yield at
}

function isCalled(text: string, at: number, name: string): boolean {
  const end = at + 1 + name.length
  return text.startsWith(name, at + 1) && !ENDS_NAME.test(text.charAt(end))
}

/** A stretch of a text: words, or the name of somebody who is called. */
export interface Part {
  text: string
  mention: Mention | null
}

export function partsOf(text: string, mentions: readonly Mention[]): Part[] {
  const longestFirst = mentions.toSorted((one, other) => other.name.length - one.name.length)
  const parts: Part[] = []
  let from = 0
  for (const at of places(text)) {
    const mention = longestFirst.find(({ name }) => isCalled(text, at, name))
    if (mention === undefined || at < from) continue
    const end = at + 1 + mention.name.length
    parts.push({ text: text.slice(from, at), mention: null }, { text: text.slice(at, end), mention })
    from = end
  }
  parts.push({ text: text.slice(from), mention: null })
  return parts.filter((part) => part.text !== '')
}

/** What is being typed after an `@` right before the caret; null where nobody is being called. */
export function callingAt(text: string, caret: number): { at: number; typed: string } | null {
  const at = text.lastIndexOf('@', caret - 1)
  if (at < 0 || (at > 0 && ENDS_NAME.test(text.charAt(at - 1)))) return null
  const typed = text.slice(at + 1, caret)
  return typed.includes('\n') || typed.length > 40 ? null : { at, typed }
}

/** Whom the typed letters can mean, names that begin with them first. */
export function candidates(people: Iterable<Person>, typed: string, limit = 6): Person[] {
  const wanted = typed.toLocaleLowerCase()
  const fits = ({ name }: Person) => {
    const words = name.toLocaleLowerCase()
    if (words.startsWith(wanted)) return 0
    return words.split(/\s+/).some((word) => word.startsWith(wanted)) ? 1 : null
  }
  return [...people]
    .filter((person) => !person.removed && fits(person) !== null)
    .toSorted((one, other) => (fits(one) ?? 0) - (fits(other) ?? 0) || one.name.localeCompare(other.name))
    .slice(0, limit)
}

/** The text with the name in place of what was typed of it, and where the caret is then. */
export function completed(text: string, calling: { at: number; typed: string }, name: string) {
  const after = text.slice(calling.at + 1 + calling.typed.length)
  const before = `${text.slice(0, calling.at)}@${name}${after.startsWith(' ') ? '' : ' '}`
  return { text: before + after, caret: before.length + (after.startsWith(' ') ? 1 : 0) }
}
