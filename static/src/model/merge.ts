/**
 * Texts that several people change at once (E3): three-way merge by words, the same as the server's.
 *
 * Both are held to tests/vectors/merges.json.
 */

import { DIFF_DELETE, DIFF_EQUAL, DIFF_INSERT, diffMain } from 'diff-match-patch-es'

/** What one writer did to the base: which tokens they kept, and what they put before each of them (and at the end). */
interface Revision {
  keeps: boolean[]
  inserts: string[][]
}

// What Python calls whitespace, so that both sides see the same words.
const SPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`
const BLANK = new RegExp(`^[${SPACE}]*$`)
const TOKEN = new RegExp(`[${SPACE}]+|[^${SPACE}]+`, 'g')
const STARTS_WITH_SPACE = new RegExp(`^[${SPACE}]`)
const ENDS_WITH_SPACE = new RegExp(`[${SPACE}]$`)

// The time limit also switches on the half-match of diff-match-patch, which the server has on: same limit, same diffs.
const DIFFING = { diffTimeout: 0.5 }

/** True for a text without a word, which the map takes for none. */
export function isBlank(text: string): boolean {
  return BLANK.test(text)
}

function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? []
}

function revise(base: readonly string[], text: readonly string[]): Revision {
  const keeps: boolean[] = []
  const inserts: string[][] = Array.from({ length: base.length + 1 }, () => [])
  const alphabet = new Map<string, string>()
  // Each distinct token becomes one character, so that the diff of characters is a diff of words.
  const encode = (tokens: readonly string[]) =>
    tokens
      .map((token) => {
        const character = alphabet.get(token) ?? String.fromCharCode(alphabet.size + 1)
        alphabet.set(token, character)
        return character
      })
      .join('')
  let written = 0
  let place = 0
  for (const [what, run] of diffMain(encode(base), encode(text), DIFFING, false)) {
    if (what === DIFF_INSERT) {
      inserts[place]?.push(...text.slice(written, written + run.length))
    } else {
      // What replaces a word stands where the word stood, before what others have put behind it.
      place = what === DIFF_DELETE ? keeps.length : keeps.length + run.length
      keeps.push(...Array.from(run, () => what === DIFF_EQUAL))
    }
    if (what !== DIFF_DELETE) written += run.length
  }
  return { keeps, inserts }
}

/** The merge of two changes to `base`: what one removed is gone, what either wrote stands, theirs (saved already) first. */
export function mergeWords(base: string, mine: string, theirs: string): string {
  if (mine === theirs || theirs === base) return mine
  if (mine === base) return theirs
  const tokens = tokensOf(base)
  const first = revise(tokens, tokensOf(theirs))
  const second = revise(tokens, tokensOf(mine))
  let merged = ''
  const append = (run: string) => {
    // Words of different origin that would grow together keep a blank between them.
    const glued = run !== '' && merged !== '' && !ENDS_WITH_SPACE.test(merged) && !STARTS_WITH_SPACE.test(run)
    merged += glued ? ` ${run}` : run
  }
  for (let place = 0; place <= tokens.length; place += 1) {
    const saved = (first.inserts[place] ?? []).join('')
    const later = (second.inserts[place] ?? []).join('')
    append(saved)
    if (later !== saved) append(later)
    if (first.keeps[place] && second.keeps[place]) append(tokens[place] ?? '')
  }
  return merged
}

export interface Draft {
  /** The confirmed text that this draft started from. */
  base: string
  draft: string
  selectionStart: number
  selectionEnd: number
}

/** Where a caret at `position` of `before` stands in `after`: at the same place of the same word. */
function movedCaret(before: string, after: string, position: number): number {
  const tokens = tokensOf(before)
  const { keeps, inserts } = revise(tokens, tokensOf(after))
  let passed = 0
  let moved = 0
  for (const [place, token] of tokens.entries()) {
    // A caret between two words stays with the left one, so that what others write lands behind it.
    if (position <= passed) return moved
    moved += (inserts[place] ?? []).join('').length
    const inside = position - passed
    if (keeps[place] && inside <= token.length) return moved + inside
    if (inside < token.length) return moved
    passed += token.length
    moved += keeps[place] ? token.length : 0
  }
  return moved
}

/** A text field's draft after the confirmed text under it has changed; the new base is `confirmed`. */
export function mergeDraft(
  { base, draft, selectionStart, selectionEnd }: Draft,
  confirmed: string,
): { text: string; selectionStart: number; selectionEnd: number } {
  const text = mergeWords(base, draft, confirmed)
  return {
    text,
    selectionStart: movedCaret(draft, text, selectionStart),
    selectionEnd: movedCaret(draft, text, selectionEnd),
  }
}
