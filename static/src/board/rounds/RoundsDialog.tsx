import { useState } from 'react'
import { doneWords, type PublicRound } from '../../model/rounds'
import { Dialog } from '../dialogs/Dialog'
import { useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { AskForm } from './AskForm'
import { useRounds } from './useRounds'
import { KIND_TITLES } from './words'

const STATE_WORDS: Readonly<Record<PublicRound['state'], string>> = {
  prepared: 'not opened yet',
  open: 'open',
  closed: 'closed, not revealed',
  revealed: 'revealed',
  cancelled: 'cancelled',
}

/** Asking the room, and the rounds that were. */
export function RoundsDialog({ onClose }: { onClose: () => void }) {
  const ui = useUiStore()
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  const rounds = useRounds().filter(({ state }) => state !== 'cancelled')
  const [id] = useState(() => crypto.randomUUID())
  const going = rounds.find(({ state }) => state === 'open' || state === 'closed')
  const open = (round: PublicRound) => ui.set({ round: { id: round.id, isAside: false }, dialog: null })
  return (
    <Dialog title={isFacilitator ? 'Ask the room' : 'Rounds'} width="wide" onClose={onClose}>
      {isFacilitator && going && (
        <p className="round-going">
          “{going.prompt}” is {STATE_WORDS[going.state]}.{' '}
          <button type="button" className="button" onClick={() => open(going)}>
            Go to it
          </button>
        </p>
      )}
      {isFacilitator && !going && <AskForm id={id} onStarted={() => ui.set({ dialog: null })} />}
      {rounds.length === 0 && !isFacilitator && (
        <p>No rounds yet. When a facilitator asks the room something, it opens here by itself.</p>
      )}
      {rounds.length > 0 && (
        <section className="round-earlier">
          <h3>{isFacilitator ? 'Asked before' : 'Asked on this map'}</h3>
          <ul>
            {rounds.toReversed().map((round) => (
              <li key={round.id}>
                <button type="button" onClick={() => open(round)}>
                  <span>{round.prompt}</span>
                  <small>
                    {KIND_TITLES[round.kind]} · {STATE_WORDS[round.state]}
                    {round.state === 'open' && ` · ${doneWords(round)}`}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  )
}
