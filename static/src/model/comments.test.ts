import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aboutWords, callingAt, candidates, completed, mentionsIn, openTotal, partsOf } from './comments'
import type { Person } from './types'

const person = (id: string, name: string, removed = false): Person => ({ id, name, colour: 0, role: 'member', removed })
const PEOPLE = [
  person('ana', 'Ana'),
  person('anam', 'Ana Maria'),
  person('ben1', 'Ben'),
  person('ben2', 'Ben'),
  person('gone', 'Mia', true),
]

describe('who is mentioned', () => {
  it.each([
    ['@Ana look', ['ana']],
    ['@Ana Maria look', ['anam']],
    ['look, @Ana.', ['ana']],
    ['@Anabel', []],
    ['@Mia', []],
    ['@Ana @Ana', ['ana']],
    ['nobody', []],
  ])('%s', (text, ids) => expect(mentionsIn(text, PEOPLE)).toEqual(ids))

  it('of several with one name those that were picked, else all of them', () => {
    expect(mentionsIn('@Ben', PEOPLE)).toEqual(['ben1', 'ben2'])
    expect(mentionsIn('@Ben', PEOPLE, ['ben2'])).toEqual(['ben2'])
  })

  it('whoever was picked and is not in the text any more is not', () => {
    expect(mentionsIn('@Ben', PEOPLE, ['ana', 'ben1'])).toEqual(['ben1'])
  })
})

describe('a text in parts', () => {
  const mentions = [
    { participant: 'ana', name: 'Ana' },
    { participant: 'anam', name: 'Ana Maria' },
  ]

  it('has the names apart from the words', () => {
    expect(
      partsOf('Hi @Ana Maria and @Ana!', mentions).map(({ text, mention }) => [text, mention?.participant]),
    ).toEqual([
      ['Hi ', undefined],
      ['@Ana Maria', 'anam'],
      [' and ', undefined],
      ['@Ana', 'ana'],
      ['!', undefined],
    ])
  })

  it('is the same text, whatever it says', () => {
    const words = fc.array(fc.constantFrom('@', 'Ana', ' ', 'Maria', '@Ana', '@Ana Maria', 'x', '\n'), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(words, (pieces) => {
        const text = pieces.join('')
        expect(
          partsOf(text, mentions)
            .map((part) => part.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})

describe('calling somebody while typing', () => {
  it('is heard from the @ to the caret, also over a space', () => {
    expect(callingAt('so @Ana Ma', 10)).toEqual({ at: 3, typed: 'Ana Ma' })
    expect(callingAt('so @', 4)).toEqual({ at: 3, typed: '' })
  })

  it('is no mail address, and does not go on in the next line', () => {
    expect(callingAt('ana@example', 11)).toBeNull()
    expect(callingAt('@Ana\nwell', 9)).toBeNull()
  })

  it('offers names that begin so first, and nobody who was removed', () => {
    expect(candidates(PEOPLE, 'm').map(({ id }) => id)).toEqual(['anam'])
    expect(candidates(PEOPLE, 'an').map(({ id }) => id)).toEqual(['ana', 'anam'])
  })

  it('puts the name in place of what was typed of it', () => {
    expect(completed('ask @be please', { at: 4, typed: 'be' }, 'Ben')).toEqual({ text: 'ask @Ben please', caret: 9 })
    expect(completed('@', { at: 0, typed: '' }, 'Ben')).toEqual({ text: '@Ben ', caret: 5 })
  })
})

it('counts what is open on one map', () => {
  const comments = {
    revision: 4,
    maps: { map: { whole: 1, elements: { a: 2, b: 1 } }, other: { whole: 7, elements: {} } },
  }
  expect([openTotal(comments, 'map'), openTotal(comments, 'none'), openTotal(undefined, 'map')]).toEqual([4, 0, 0])
})

it('says what a comment was about when it is gone', () => {
  const about = { id: 'a', kind: 'step', name: 'Code review', removed: true }
  expect(aboutWords(about)).toBe('“Code review”, which was removed')
  expect(aboutWords({ ...about, removed: false })).toBe('Code review')
  expect(aboutWords(null)).toBe('the whole map')
})
