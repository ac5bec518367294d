import { describe, expect, it } from 'vitest'
import vectors from '../../../tests/vectors/progress.json'
import { type Mapped, progressOf } from './progress'
import type { PhaseCode } from './session'
import type { Charter, MapElement, Metrics } from './types'

interface Vector {
  name: string
  code: string
  elements?: Record<string, unknown>
  charter?: unknown
  figures?: Partial<Metrics>
  validation?: Mapped['validation']
  done: boolean
  sentence: string | null
}

describe('what done looks like', () => {
  it.each(vectors as unknown as Vector[])(
    '$name',
    ({ code, elements, charter, figures, validation, done, sentence }) => {
      const mapped = {
        elements: new Map(Object.entries((elements ?? {}) as Record<string, MapElement>)),
        charter: (charter ?? {}) as Charter,
        metrics: { outside: [], provenance: {}, constraint: null, ...figures } as unknown as Metrics,
        validation: validation ?? null,
      }
      expect(progressOf(code as PhaseCode, mapped)).toEqual({ done, sentence })
    },
  )

  it('says nothing of what has not come yet', () => {
    const mapped = { elements: new Map(), charter: null, metrics: null, validation: null }
    expect(progressOf('scope', mapped)).toEqual({ done: false, sentence: null })
  })
})
