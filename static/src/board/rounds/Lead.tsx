import { useState } from 'react'
import type { PublicRound, RoundState } from '../../model/rounds'
import { useBoot } from '../boot'
import { Refused } from '../dialogs/rest'
import { cancelRound, closeRound, extendRound, revealRound } from './rest'
import { useAct } from './useRounds'

/** What a facilitator does with a round that is not revealed yet. */
export function Lead({ round, state }: { round: PublicRound; state: RoundState }) {
  const boot = useBoot()
  const { isBusy, act } = useAct()
  const [warning, warn] = useState<string | null>(null)
  const [isCancelling, cancel] = useState(false)
  const reveal = (althoughFew: boolean) =>
    act(async () => {
      try {
        await revealRound(round.id, althoughFew, boot.csrf)
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'too_few') throw error
        warn(error.message)
      }
    })
  if (warning !== null) {
    return (
      <Question words={warning} onBack={() => warn(null)}>
        <button type="button" className="button" disabled={isBusy} onClick={() => void reveal(true)}>
          Reveal all the same
        </button>
      </Question>
    )
  }
  if (isCancelling) {
    return (
      <Question words="What everybody has written in this round will be deleted, unseen." onBack={() => cancel(false)}>
        <button
          type="button"
          className="button button-danger"
          disabled={isBusy}
          onClick={() => void act(() => cancelRound(round.id, boot.csrf))}
        >
          Cancel the round
        </button>
      </Question>
    )
  }
  return (
    <div className="round-lead">
      {state === 'open' && (
        <button
          type="button"
          className="button button-primary"
          disabled={isBusy}
          onClick={() => void act(() => closeRound(round.id, boot.csrf))}
        >
          Close the round
        </button>
      )}
      {state === 'closed' && (
        <button type="button" className="button button-primary" disabled={isBusy} onClick={() => void reveal(false)}>
          Reveal to everybody
        </button>
      )}
      <button
        type="button"
        className="button"
        disabled={isBusy}
        title={state === 'closed' ? 'Open it again for a minute' : 'One minute more'}
        onClick={() => void act(() => extendRound(round.id, 1, round.ends_at, boot.csrf))}
      >
        +1 min
      </button>
      <button type="button" className="button-quiet round-cancel" disabled={isBusy} onClick={() => cancel(true)}>
        Cancel …
      </button>
    </div>
  )
}

function Question({ words, onBack, children }: { words: string; onBack: () => void; children: React.ReactNode }) {
  return (
    <div className="round-question" role="alert">
      <p>{words}</p>
      {children}
      <button type="button" className="button-quiet" onClick={onBack}>
        Back
      </button>
    </div>
  )
}
