import type { CSSProperties } from 'react'

/** The colour of a person for the style sheets, as `--person`. */
export function personStyle(colour: number, more: CSSProperties = {}): CSSProperties {
  return { ...more, '--person': `var(--person-${colour % 12})` } as CSSProperties
}
