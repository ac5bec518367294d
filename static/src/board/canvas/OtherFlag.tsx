import { personStyle } from '../shell/personStyle'
import { usePerson } from './useMarks'

/** An outline around what somebody else has selected, or writes in, with their name. */
export function OtherFlag({ participant, writes }: { participant: string; writes: boolean }) {
  const person = usePerson(participant)
  if (!person) return null
  return (
    <span className="other-flag" data-writes={writes} style={personStyle(person.colour)}>
      <span className="other-name">
        {person.name}
        {writes && <span className="visually-hidden"> writes here</span>}
      </span>
    </span>
  )
}
