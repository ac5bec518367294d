import { describe, expect, it } from 'vitest'
import { DEFAULT_CALENDAR } from '../../model/calendar'
import { applyEdits } from '../../model/predict'
import type { Elements, MapElement } from '../../model/types'
import { fromClipboard, toClipboard } from './clipboard'
import {
  connection,
  copies,
  type Insertion,
  moves,
  noteAbout,
  pick,
  queueBefore,
  stepAfter,
  stepIntoFlow,
} from './insert'

const step = (name: string, x: number, y = 0): MapElement => ({ kind: 'step', name, x, y })
const push = (source: string, target: string): MapElement => ({ kind: 'flow', flow: 'push', source, target })

const chain: Elements = new Map([
  ['a', step('Refinement', 0)],
  ['b', step('Development', 240)],
  ['c', step('Code review', 480)],
  ['ab', push('a', 'b')],
  ['bc', push('b', 'c')],
  ['n', { kind: 'note', note: 'idea', text: 'Smaller batches', about: 'c', x: 480, y: 200 } as MapElement],
])

function inserted(elements: Elements, insertion: Insertion | null): Elements {
  if (!insertion) throw new Error('Nothing was inserted.')
  return applyEdits(elements, insertion.edits, DEFAULT_CALENDAR)
}

function ways(elements: Elements): string[] {
  return Array.from(elements.values())
    .flatMap((element) => (element.kind === 'flow' ? [`${element.source}>${element.target}`] : []))
    .sort()
}

describe('a step after another', () => {
  it('goes into the chain, and what follows makes room with its notes', () => {
    const made = stepAfter(chain, 'a', 'Design')
    const map = inserted(chain, made)
    expect(ways(map)).toEqual([`a>${made?.id}`, `${made?.id}>b`, 'b>c'].sort())
    expect(map.get(made?.id ?? '')).toMatchObject({ name: 'Design', x: 240 })
    expect(map.get('b')).toMatchObject({ x: 480 })
    expect(map.get('c')).toMatchObject({ x: 720 })
    expect(map.get('n')).toMatchObject({ x: 720 })
  })

  it('continues the chain after its end', () => {
    const made = stepAfter(chain, 'c')
    expect(ways(inserted(chain, made))).toEqual(['a>b', 'b>c', `c>${made?.id}`])
  })

  it('is one more branch where the flow splits already', () => {
    const split: Elements = new Map([...chain, ['d', step('Demo', 480, 240)], ['bd', push('b', 'd')]])
    const made = stepAfter(split, 'b')
    expect(ways(inserted(split, made))).toContain(`b>${made?.id}`)
    expect(ways(inserted(split, made))).toContain('b>c')
  })

  it('is not put after a note', () => {
    expect(stepAfter(chain, 'n')).toBeNull()
  })
})

describe('an arrow', () => {
  it('keeps its kind and id when a step is put into it', () => {
    const pull: Elements = new Map([...chain, ['bc', { ...push('b', 'c'), flow: 'pull' } as MapElement]])
    const made = stepIntoFlow(pull, 'bc')
    const map = inserted(pull, made)
    expect(map.get('bc')).toMatchObject({ flow: 'pull', source: 'b', target: made?.id })
  })

  it('that would close a forward loop is drawn as rework', () => {
    expect(inserted(chain, connection(chain, 'c', 'a', 'push')).size).toBe(chain.size + 1)
    expect(connection(chain, 'c', 'a', 'push')?.edits[0]).toMatchObject({ element: { flow: 'rework' } })
  })

  it('exists once per pair and kind, and never from a box to itself or to a note', () => {
    expect(connection(chain, 'a', 'b', 'push')).toBeNull()
    expect(connection(chain, 'a', 'a', 'push')).toBeNull()
    expect(connection(chain, 'a', 'n', 'push')).toBeNull()
    expect(connection(chain, 'a', 'b', 'information_manual')).not.toBeNull()
  })
})

describe('a queue before a step', () => {
  it('takes all arrows into the step', () => {
    const joined: Elements = new Map([...chain, ['ac', push('a', 'c')]])
    const made = queueBefore(joined, 'c')
    expect(ways(inserted(joined, made))).toEqual(['a>b', `a>${made?.id}`, `b>${made?.id}`, `${made?.id}>c`].sort())
  })
})

describe('a note about a step', () => {
  it('hangs below it, and finds a free place', () => {
    const made = noteAbout(chain, 'question', 'c', { x: 9, y: 9 })
    const note = inserted(chain, made).get(made?.id ?? '')
    expect(note).toMatchObject({ about: 'c', x: 480 })
    expect(note?.kind === 'note' && note.y).toBeGreaterThan(200)
  })

  it('is free at its place, or at the nearest free one, where nothing was selected', () => {
    const made = noteAbout(chain, 'note', null, { x: 9.4, y: 409.6 })
    expect(inserted(chain, made).get(made?.id ?? '')).toMatchObject({ x: 9, y: 410 })
    const covered = noteAbout(chain, 'note', null, { x: 9, y: 9 })
    expect(inserted(chain, covered).get(covered?.id ?? '')).toMatchObject({ x: 9, y: 149 })
  })
})

describe('copying', () => {
  it('takes boxes with the arrows between them and frees notes whose step stays behind', () => {
    const made = copies(pick(chain, ['a', 'b', 'n']), { x: 40, y: 40 })
    const map = applyEdits(chain, made.edits, DEFAULT_CALENDAR)
    expect(map.size).toBe(chain.size + 4)
    const added = made.ids.map((id) => map.get(id))
    expect(added.filter((element) => element?.kind === 'flow')).toHaveLength(1)
    expect(added.find((element) => element?.kind === 'note')).not.toHaveProperty('about')
  })

  it('survives the clipboard, also into another map', () => {
    const picked = pick(chain, ['a', 'b', 'ab'])
    const pasted = fromClipboard(toClipboard(picked))
    expect(pasted).toEqual({ is: 'selection', elements: picked })
  })

  it('knows a table from a sentence and from nothing', () => {
    expect(fromClipboard('Refinement\t3d\nDevelopment\t5d').is).toBe('table')
    expect(fromClipboard(' half of it comes back ')).toEqual({ is: 'text', text: 'half of it comes back' })
    expect(fromClipboard('  \n ')).toEqual({ is: 'nothing' })
    expect(fromClipboard('{"format": "something else"}').is).toBe('text')
  })
})

describe('a drag', () => {
  it('writes only the boxes that really moved, on whole units', () => {
    const edits = moves(
      chain,
      new Map([
        ['a', { x: 0.2, y: 0 }],
        ['b', { x: 260.4, y: 12 }],
      ]),
    )
    expect(edits).toEqual([{ do: 'set', id: 'b', fields: { x: 260, y: 12 }, saw: { x: 240, y: 0 } }])
  })
})
