// The logical edits, the same for every peer: one note created, three moves, one change of its text, repeated.
import { stamp } from './stamps.mjs'

const TEXT = 'Pack and label carton, C/T 45 s, C/O 12 min, uptime 92 %, 2 operators'

export class EditMix {
  #count = 0
  #notes = 0
  #id = ''

  constructor(sender) {
    this.sender = sender
  }

  next(mark) {
    const count = this.#count++
    if (count % 5 === 0) {
      this.#id = `e${this.sender}n${this.#notes++}`
      return { do: 'create', id: this.#id, x: 100 + ((this.#notes * 37) % 1900), y: 100 + this.sender * 11, text: TEXT, stamp: mark }
    }
    if (count % 5 === 4) return { do: 'text', id: this.#id, text: `${TEXT} v${count}`, stamp: mark }
    return { do: 'move', id: this.#id, x: 100 + ((count * 13) % 1900), y: 100 + ((count * 7) % 1200), stamp: mark }
  }
}

/** Edits of the notes that are there: the map keeps its size, so that memory which grows is memory that leaks. */
export class SteadyMix {
  #count = 0

  constructor(sender, notes) {
    this.sender = sender
    this.notes = notes
  }

  next(mark) {
    const count = this.#count++
    const id = `n${(this.sender * 31 + count) % this.notes}`
    if (count % 5 === 4) return { do: 'text', id, text: `${TEXT} v${count}`, stamp: mark }
    return { do: 'move', id, x: 100 + ((count * 13) % 1900), y: 100 + ((count * 7) % 1200), stamp: mark }
  }
}

export const seedEdit = (index, prefix = 'n') => ({
  do: 'create',
  id: `${prefix}${index}`,
  x: 50 + (index % 30) * 60,
  y: 50 + Math.floor(index / 30) * 60,
  text: TEXT,
  stamp: stamp('E', 999, index),
})
