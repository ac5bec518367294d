import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../../tests/vectors/merges.json'
import { mergeDraft, mergeWords } from './merge'

const SEED = 20_260_302

describe('E3: merges are those of the server (tests/vectors/merges.json)', () => {
  it.each(vectors)('$name', ({ base, first, second, merged }) => {
    expect(mergeWords(base, second, first)).toBe(merged)
  })
})

const word = fc.constantFrom('review', 'waits', 'for', 'the', 'test', 'no', 'one', '🙂')
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '))
const fresh = (mark: string) => fc.nat({ max: 99 }).map((number) => `${mark}${number}`)

/** A text made of another by taking words away and putting marked ones in. */
function revised(base: string, mark: string): fc.Arbitrary<{ text: string; written: string[] }> {
  const words = base.split(' ').filter((one) => one !== '')
  return fc
    .tuple(
      fc.array(fc.boolean(), { minLength: words.length, maxLength: words.length }),
      fc.array(fc.option(fresh(mark)), { minLength: words.length + 1, maxLength: words.length + 1 }),
    )
    .map(([keeps, puts]) => {
      const result = puts.flatMap((put, place) => {
        const kept = keeps[place] ? words[place] : undefined
        return [put, kept].filter((one) => one != null)
      })
      return { text: result.join(' '), written: puts.filter((put) => put !== null) }
    })
}

const conflict = text.chain((base) =>
  fc.record({ base: fc.constant(base), mine: revised(base, 'm'), theirs: revised(base, 't') }),
)

describe('mergeWords', () => {
  it('E3: loses no word that either of the two wrote', () => {
    fc.assert(
      fc.property(conflict, ({ base, mine, theirs }) => {
        const merged = mergeWords(base, mine.text, theirs.text).split(/\s+/)
        for (const one of [...mine.written, ...theirs.written]) expect(merged).toContain(one)
      }),
      { seed: SEED, numRuns: 2000 },
    )
  })

  it('is the other text where only one changed', () => {
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(mergeWords(base, base, other)).toBe(other)
        expect(mergeWords(base, other, base)).toBe(other)
        expect(mergeWords(base, other, other)).toBe(other)
      }),
      { seed: SEED },
    )
  })
})

describe('mergeDraft', () => {
  const caret = (base: string, draft: string, confirmed: string) => {
    const at = draft.indexOf('|')
    const merged = mergeDraft({ base, draft: draft.replace('|', ''), selectionStart: at, selectionEnd: at }, confirmed)
    expect(merged.selectionEnd).toBe(merged.selectionStart)
    return `${merged.text.slice(0, merged.selectionStart)}|${merged.text.slice(merged.selectionStart)}`
  }

  it.each([
    ['at the end, words before it', 'Code review', 'Code review by tw|', 'Peer Code review', 'Peer Code review by tw|'],
    [
      'inside a word, words after it',
      'Code review',
      'Code qu|ick review',
      'Code review done',
      'Code qu|ick review done',
    ],
    ['at the start', 'Code review', '|Code review', 'Code review done', '|Code review done'],
    ['behind a word, words right there', 'Code', 'Code|', 'Code review', 'Code| review'],
    ['in a word that the other took away', 'Code slow review', 'Code sl|ow review', 'Code review', 'Code |review'],
    ['in an empty text', '', '|', 'Code', '|Code'],
    ['with my word half typed', 'Code', 'Code re|', 'Code test', 'Code test re|'],
    ['unchanged', 'Code', 'Co|de', 'Code', 'Co|de'],
  ])('keeps the caret in its place: %s', (_, base, draft, confirmed, expected) => {
    expect(caret(base, draft, confirmed)).toBe(expected)
  })

  it('keeps a selection and never leaves the text', () => {
    fc.assert(
      fc.property(conflict, fc.nat({ max: 40 }), fc.nat({ max: 40 }), ({ base, mine, theirs }, a, b) => {
        const [start, end] = [a, b].map((at) => Math.min(at, mine.text.length)).sort((one, two) => one - two)
        const draft = { base, draft: mine.text, selectionStart: start ?? 0, selectionEnd: end ?? 0 }
        const merged = mergeDraft(draft, theirs.text)
        expect(merged.selectionStart).toBeGreaterThanOrEqual(0)
        expect(merged.selectionEnd).toBeGreaterThanOrEqual(merged.selectionStart)
        expect(merged.selectionEnd).toBeLessThanOrEqual(merged.text.length)
      }),
      { seed: SEED, numRuns: 1000 },
    )
  })
})
