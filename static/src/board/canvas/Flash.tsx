import { useRef, useState } from 'react'
import type { ElementId } from '../../model/types'
import { personStyle } from '../shell/personStyle'
import { useStore } from '../useStore'
import { newestByElement } from './marks'
import { usePerson } from './useMarks'

/** A short glow in the colour of whoever has just changed this element; nothing for what was there before, or is mine. */
export function Flash({ id }: { id: ElementId }) {
  const newest = useStore((state) => newestByElement(state.lastOperations).get(id))
  const me = useStore((state) => state.me)
  const first = useRef(newest?.seq)
  const person = usePerson(newest?.actor)
  const [ended, setEnded] = useState<number | null>(null)
  if (!newest || !person || newest.seq === first.current || newest.actor === me || newest.seq === ended) return null
  return (
    <span
      key={newest.seq}
      className="flash"
      aria-hidden="true"
      style={personStyle(person.colour)}
      onAnimationEnd={() => setEnded(newest.seq)}
    />
  )
}
