import { describe, expect, it } from 'vitest'
import { paperOf } from './colours'

describe('the paper of a note', () => {
  it('is of a named colour, which has its own shade in the dark', () => {
    expect(paperOf('blue')).toEqual({ '--paper-of-note': 'var(--note-blue)' })
  })

  it.each([
    ['#ffd966', '#17202c'],
    ['#FD6', '#17202c'],
    ['#123456', '#ffffff'],
  ])('is the code %s of a file as it is, with ink %s', (code, ink) => {
    expect(paperOf(code)).toMatchObject({ '--paper-of-note': code, color: ink })
  })

  it.each([[undefined], ['chartreuse-ish'], ['#12345']])('follows the kind of the note for %s', (colour) => {
    expect(paperOf(colour)).toBeUndefined()
  })
})
