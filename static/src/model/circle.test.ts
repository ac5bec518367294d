import { describe, expect, it } from 'vitest'
import { type Circle, circleOn, circleWords, figuresAgree, strokeAround } from './circle'
import type { Elements, Metrics } from './types'

const circle: Circle = {
  id: 'c1',
  map: 'm1',
  element: 'build',
  name: 'Build',
  seq: 4,
  by: 'ana',
  at: '2026-05-04T10:00:00+00:00',
  round: null,
  figures: null,
  figures_hidden: false,
  sentence: '',
  erased_by: null,
  erased_at: null,
}
const elements: Elements = new Map([
  ['build', { kind: 'step', name: 'Development', x: 0, y: 0 }],
  ['test', { kind: 'step', name: 'Staging test', x: 0, y: 0 }],
])
const figures = (step: string | null, hidden?: true) =>
  ({ constraint: step && { step }, ...(hidden ? { constraint_hidden: hidden } : {}) }) as unknown as Metrics

describe('the circle of the room', () => {
  it('is that of the map', () => {
    expect(circleOn([{ ...circle, map: 'm2' }, circle], 'm1')).toBe(circle)
    expect(circleOn([circle], 'm3')).toBeNull()
    expect(circleOn(undefined, 'm1')).toBeNull()
  })

  it('is held against what the figures say now, by the name of now', () => {
    expect(circleWords(circle, figures('build'), elements)).toBe(
      'The room circled “Development”, and the figures say the same.',
    )
    expect(circleWords(circle, figures('test'), elements)).toBe(
      'The room circled “Development”; the figures say “Staging test”.',
    )
    expect(circleWords(circle, figures(null), elements)).toBe(
      'The room circled “Development”; the figures cannot name a constraint yet.',
    )
    expect([figuresAgree(circle, figures('test')), figuresAgree(circle, null)]).toEqual([false, null])
  })

  it('says nothing of the figures while people judge, and that its step is gone', () => {
    const hidden = circleWords(circle, figures(null, true), elements)
    expect(hidden).toBe('The room circled “Development”. What the figures say is hidden while people judge.')
    expect(circleWords(circle, figures('test'), new Map())).toBe(
      'The room circled “Build”, which is not on the map any more.',
    )
  })

  it('is drawn around the box, and not closed', () => {
    const numbers = (strokeAround(200, 120).match(/-?[\d.]+/g) ?? []).map(Number)
    const xs = numbers.filter((_, place) => place % 2 === 0)
    const ys = numbers.filter((_, place) => place % 2 === 1)
    expect(Math.max(...xs)).toBeGreaterThan(90)
    expect(Math.min(...xs)).toBeLessThan(-90)
    expect(Math.max(...ys)).toBeGreaterThan(54)
    expect(Math.min(...ys)).toBeLessThan(-54)
    expect(Math.hypot((xs[0] ?? 0) - (xs.at(-1) ?? 0), (ys[0] ?? 0) - (ys.at(-1) ?? 0))).toBeGreaterThan(3)
  })
})
