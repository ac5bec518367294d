import '../opening/opening.css'
import { useEffect, useState } from 'react'
import { validationOf } from '../../model/validations'
import { useBoot } from '../boot'
import { getJson } from '../dialogs/rest'
import { CrossSign } from '../shell/CrossSign'
import { useStore } from '../useStore'

interface MyPart {
  mine: object | null
}

/** For members and leaders who have not answered: somebody asks whether this map is right, and the way there. */
export function AskedBanner() {
  const boot = useBoot()
  const asked = useStore((state) => validationOf(state.facilitation?.validations, boot.map.id))
  const people = useStore((state) => state.people)
  const isAsked = useStore((state) => state.role === 'member' || state.role === 'leader')
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const [aside, putAside] = useState<string | null>(null)
  const id = isAsked && asked?.is_open ? asked.id : null
  const isWaiting = useWaiting(id)
  if (id === null || asked === null || !isWaiting || isInWhatIf || aside === id) return null
  return (
    <section className="opening" aria-label="You are asked whether the map is right">
      <div className="opening-line">
        <p>{people.get(asked.by)?.name ?? 'A facilitator'} asks you: is this map right?</p>
        <a className="act" href={`/validations/${id}/`}>
          Look and answer
        </a>
        <button type="button" className="act-icon" aria-label="Not now" title="Not now" onClick={() => putAside(id)}>
          <CrossSign size={11} />
        </button>
      </div>
    </section>
  )
}

/** Whether I have not answered; asked again when I come back from another page or window. */
function useWaiting(id: string | null): boolean {
  const [waiting, setWaiting] = useState<string | null>(null)
  useEffect(() => {
    if (id === null) return
    let isCurrent = true
    const take = ({ mine }: MyPart) => {
      if (isCurrent) setWaiting(mine === null ? id : null)
    }
    // The question has pages of its own: what cannot be told here is no fault of the map.
    const look = () => void getJson<MyPart>(`/api/validations/${id}/`).then(take, () => undefined)
    look()
    window.addEventListener('focus', look)
    return () => {
      isCurrent = false
      window.removeEventListener('focus', look)
    }
  }, [id])
  return id !== null && waiting === id
}
