import './opening.css'
import { useEffect, useId, useState } from 'react'
import type { Action, Opening } from '../../model/opening'
import { useBoot } from '../boot'
import { getJson } from '../dialogs/rest'
import { CrossSign } from '../shell/CrossSign'
import { useStore } from '../useStore'
import { dismiss, isDismissed } from './dismissed'

/** For those who run or do the work: a quiet line with what the last session left open, once a day. */
export function OpeningPlace() {
  const boot = useBoot()
  const works = useStore((state) => state.role === 'facilitator' || state.role === 'member')
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const [opening, setOpening] = useState<Opening | null>(null)
  useEffect(() => {
    if (!works) return
    let isCurrent = true
    const take = (found: Opening) => {
      if (isCurrent && found.sentence !== '' && !isDismissed(boot.me.id, found.on)) setOpening(found)
    }
    // The plan has a page of its own: what cannot be told here is no fault of the map.
    getJson<Opening>(`/api/workshops/${boot.workshop.id}/plan/opening/`).then(take, () => undefined)
    return () => {
      isCurrent = false
    }
  }, [works, boot])
  if (!works || isInWhatIf || opening === null) return null
  const close = () => {
    dismiss(boot.me.id, opening.on)
    setOpening(null)
  }
  return <OpeningLine opening={opening} plan={boot.urls.plan} onClose={close} />
}

function OpeningLine({ opening, plan, onClose }: { opening: Opening; plan: string; onClose: () => void }) {
  const [isOpen, setOpen] = useState(false)
  const list = useId()
  return (
    <section
      className="opening"
      data-overdue={opening.overdue.length > 0}
      aria-label="What is open from last time"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        event.stopPropagation()
        setOpen(false)
      }}
    >
      <div className="opening-line">
        <p>{opening.sentence}</p>
        <button
          type="button"
          className="act"
          aria-expanded={isOpen}
          aria-controls={list}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Hide them' : 'Show them'}
        </button>
        <a className="act-quiet" href={plan}>
          To the plan
        </a>
        <button
          type="button"
          className="act-icon"
          aria-label="Put away for today"
          title="Put away for today"
          onClick={onClose}
        >
          <CrossSign size={11} />
        </button>
      </div>
      <ul id={list} hidden={!isOpen}>
        {opening.overdue.map((action) => (
          <OpenAction key={action.id} action={action} isOverdue />
        ))}
        {opening.unfinished.map((action) => (
          <OpenAction key={action.id} action={action} />
        ))}
      </ul>
    </section>
  )
}

function OpenAction({ action, isOverdue = false }: { action: Action; isOverdue?: boolean }) {
  const { kind, title, who, state, due, path } = action
  const words = [kind === 'experiment' ? `experiment, ${state}` : state, who].filter((word) => word !== '').join(' · ')
  return (
    <li>
      <a href={path}>{title}</a>
      <span className="opening-words">{words}</span>
      {due !== '' && (
        <span className="opening-due" data-overdue={isOverdue}>
          {due}
        </span>
      )}
    </li>
  )
}
