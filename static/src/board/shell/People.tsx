import { useMemo } from 'react'
import type { Person } from '../../model/types'
import { useBoardStore, useStore } from '../useStore'
import { personStyle } from './personStyle'

const SHOWN = 5

/** Who is in the room right now, I first. */
export function People() {
  const people = useStore((state) => state.people)
  const presence = useStore((state) => state.presence)
  const me = useStore((state) => state.me)
  const here = useMemo(() => {
    const ids = new Set([...(me ? [me] : []), ...Array.from(presence.values(), ({ participant }) => participant)])
    return [...ids].flatMap((id) => people.get(id) ?? [])
  }, [people, presence, me])
  if (here.length === 0) return null
  return (
    <ul className="people" aria-label={`${here.length} here now`}>
      {here.slice(0, SHOWN).map((person) => (
        <Avatar key={person.id} person={person} isMe={person.id === me} />
      ))}
      {here.length > SHOWN && (
        <li
          className="avatar avatar-more"
          title={here
            .slice(SHOWN)
            .map(({ name }) => name)
            .join(', ')}
        >
          +{here.length - SHOWN}
        </li>
      )}
    </ul>
  )
}

function Avatar({ person, isMe }: { person: Person; isMe: boolean }) {
  const store = useBoardStore()
  const isFollowed = useStore((state) => state.own.follows === person.id)
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const words = `${person.name}${isMe ? ' (you)' : ''}, ${person.role}`
  // Two letters are a picture of the name, drawn by the style sheet: nobody says them to press the button.
  const face = (
    <>
      <span className="avatar-letters" data-letters={initials(person.name)} aria-hidden="true" />
      <span className="visually-hidden">{words}</span>
    </>
  )
  const follow = () => store.setPresence({ follows: isFollowed ? undefined : person.id })
  const act = `${words}: ${isFollowed ? 'stop following' : 'follow what they see'}`
  const canFollow = !isMe && !isInWhatIf
  return (
    <li
      className="avatar"
      data-role={person.role}
      data-followed={isFollowed}
      style={personStyle(person.colour)}
      title={canFollow ? act : words}
    >
      {canFollow ? (
        <button type="button" className="avatar-button" aria-pressed={isFollowed} aria-label={act} onClick={follow}>
          {face}
        </button>
      ) : (
        face
      )}
    </li>
  )
}

/** One letter of the first two words, or the first two letters of one. */
export function initials(name: string): string {
  const [first = '', second] = name.trim().split(/\s+/)
  const letters = second ? [...first].slice(0, 1).concat([...second].slice(0, 1)) : [...first].slice(0, 2)
  return letters.join('')
}
