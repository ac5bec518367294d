import './tab.css'
import { useEffect, useRef, useState } from 'react'
import { isAsked, mayWrite, type PublicRound } from '../../model/rounds'
import { useDoor } from '../sandbox/door'
import { partsOf } from '../shell/parts'
import { useUi, useUiStore } from '../shell/ui'
import { StoreContext, useBoardStore, useStore } from '../useStore'
import { forgetPart, useRoundElsewhere, useRounds } from './useRounds'

const useParts = partsOf(
  () => import('./RoundParts'),
  'The round could not be loaded. Reload the page when the connection is back.',
)

/** The round that this screen writes in or looks at, beside the map; a sheet on a phone. */
export function RoundPlace() {
  const ui = useUiStore()
  const rounds = useRounds()
  useNews(rounds)
  const shown = useUi((state) => state.round)
  const round = rounds.find(({ id }) => id === shown?.id) ?? null
  const parts = useParts(round !== null)
  if (!round || !shown) return <Elsewhere />
  if (!parts) return null
  if (shown.isAside)
    return <parts.RoundTab round={round} onOpen={() => ui.set({ round: { ...shown, isAside: false } })} />
  return (
    <parts.RoundPanel
      key={round.id}
      round={round}
      onAside={() => ui.set({ round: { ...shown, isAside: true } })}
      onClose={() => ui.set({ round: null })}
    />
  )
}

/**
 * Whoever is in a what-if or watches the session again is told that the map is asked, and takes part from there: the
 * round lies over it, on the map itself, and what they were at stays as it is.
 */
export function RoundCall() {
  return (
    <StoreContext value={useDoor().live}>
      <CallPlace />
    </StoreContext>
  )
}

function CallPlace() {
  const ui = useUiStore()
  const role = useStore((state) => state.role)
  const shown = useUi((state) => state.round)
  const round = useRounds().findLast((one) => one.state === 'open' && mayWrite(one, role)) ?? null
  const isTaking = round !== null && shown?.id === round.id && !shown.isAside
  const parts = useParts(isTaking)
  const [aside, setAside] = useState<string | null>(null)
  // The panel that stood open beside the map does not come along into what is private.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is put aside once, when one comes in
  useEffect(() => {
    if (shown !== null && !shown.isAside) ui.set({ round: { ...shown, isAside: true } })
  }, [])
  if (round === null) return <Elsewhere />
  const put = (isAside: boolean) => {
    ui.set({ round: { id: round.id, isAside } })
    setAside(isAside ? round.id : null)
  }
  if (isTaking) {
    return (
      parts && <parts.RoundPanel key={round.id} round={round} onAside={() => put(true)} onClose={() => put(true)} />
    )
  }
  return (
    <section className="round-call" aria-label="A round is open">
      <p role="status">
        <strong>{aside === round.id ? 'The round is still open' : 'A round is open'}</strong>{' '}
        <span>{round.prompt}</span>
      </p>
      <button type="button" className="button button-primary" onClick={() => put(false)}>
        Take part
      </button>
    </section>
  )
}

/** Whoever looks at another map is told where the room is asked. */
function Elsewhere() {
  const round = useRoundElsewhere()
  const role = useStore((state) => state.role)
  if (!round || !mayWrite(round, role)) return null
  return (
    <a className="round-tab" href={`/maps/${round.map}/`}>
      <span className="round-tab-kind">A round is open on another map</span>
      <span className="round-tab-open">Go there</span>
    </a>
  )
}

/** What a revealed round found, on the map itself; inside React Flow. */
export function RoundOnMapPlace() {
  const rounds = useRounds()
  const shown = useUi((state) => state.round)
  const round = rounds.find(({ id, state }) => id === shown?.id && state === 'revealed') ?? null
  const parts = useParts(round !== null)
  return round && parts && <parts.RoundOnMap round={round} />
}

/** Asking the room, and the rounds that were. */
export function RoundsDialogPlace({ onClose }: { onClose: () => void }) {
  const parts = useParts(true)
  return parts && <parts.RoundsDialog onClose={onClose} />
}

/** The lane of effort under the ladder, once there is one. */
export function EffortLanePlace({ shift, zoom }: { shift: number; zoom: number }) {
  const rounds = useRounds()
  const round = rounds.findLast(({ kind, state }) => kind === 'effort' && state === 'revealed') ?? null
  const parts = useParts(round !== null)
  return round && parts && <parts.EffortLane round={round} shift={shift} zoom={zoom} />
}

/**
 * Opens the panel where a round opens, and where it is revealed: the room looks at it together.
 * A cancelled round goes, and what this browser kept of rounds that are over.
 */
function useNews(rounds: readonly PublicRound[]): void {
  const ui = useUiStore()
  const store = useBoardStore()
  const role = useStore((state) => state.role)
  const known = useRef(new Map<string, PublicRound['state']>())
  useEffect(() => {
    const isFirst = known.current.size === 0
    for (const round of rounds) {
      const before = known.current.get(round.id)
      known.current.set(round.id, round.state)
      if (before === round.state) continue
      const { round: shown } = ui.get()
      const isShown = shown?.id === round.id
      if (round.state === 'open' && (mayWrite(round, role) || role === 'leader')) {
        if (!isShown) ui.set({ round: { id: round.id, isAside: !mayWrite(round, role) } })
      } else if (round.state === 'closed' && isFirst && role === 'facilitator') {
        ui.set({ round: { id: round.id, isAside: false } })
      } else if (round.state === 'revealed' && !isFirst) {
        ui.set({ round: { id: round.id, isAside: false } })
      } else if (round.state === 'cancelled' && isShown) {
        ui.set({ round: null })
        store.notify({ tone: 'info', message: 'The round was cancelled. What was written in it is deleted.' })
      }
      if (!isAsked(round)) forgetPart(round.id)
    }
  }, [rounds, role, ui, store])
}
