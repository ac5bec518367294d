import './fields.css'
import './choices.css'
import type { Person } from '../../model/types'
import { writersSentence } from './useEditing'

/** Who else is writing in this field, as a flag in their colour with their name. */
export function Writers({ others }: { others: readonly Person[] }) {
  const [first] = others
  if (first === undefined) return null
  return (
    <span className="field-writers" style={{ background: `var(--person-${first.colour})` }}>
      {writersSentence(others)}
    </span>
  )
}

/** The outline of a field in which somebody else writes. */
export function writersOutline(others: readonly Person[]): { outlineColor: string } | undefined {
  const [first] = others
  return first === undefined ? undefined : { outlineColor: `var(--person-${first.colour})` }
}
