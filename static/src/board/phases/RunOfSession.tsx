import {
  type AgendaPhase,
  expectedEnd,
  minutesWords,
  nextPhase,
  type SessionState,
  totalMinutes,
} from '../../model/session'
import { useBring } from '../attention/useBring'
import { useBoot } from '../boot'
import { useSessionAsk } from '../session/ask'
import { useServerNow } from '../session/useServerNow'
import { useUi } from '../shell/ui'
import { useStore } from '../useStore'

const PRESETS = [90, 120, 180, 240] as const

interface RunProps {
  session: SessionState
  /** The phase of the agenda that is looked at. */
  shown: AgendaPhase | null
}

/** What a facilitator does with the session, and for everybody when it will be over. */
export function RunOfSession({ session, shown }: RunProps) {
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  const isOnCanvas = useUi((state) => state.view === 'canvas')
  const bring = useBring()
  return (
    <section className="run" aria-label="The session">
      <Over session={session} />
      {isFacilitator && <Acts session={session} shown={shown} />}
      {isFacilitator && isOnCanvas && (
        <button type="button" className="run-bring" onClick={bring}>
          Bring everybody to my view
        </button>
      )}
    </section>
  )
}

function Over({ session }: { session: SessionState }) {
  const now = useServerNow()
  const ahead = useStore((state) => state.clockAhead)
  if (session.state === 'ended') return <p className="run-words">The session has ended.</p>
  if (session.state === 'planned') {
    if (session.phases.length === 0) return null
    return <p className="run-words">Planned: {minutesWords(totalMinutes(session.phases))}</p>
  }
  const ends = expectedEnd(session, now)
  if (ends === null) return null
  // The hour is that of this computer's wall, whatever the difference to the server's.
  const at = new Date(ends - ahead).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return (
    <p className="run-words">
      {session.state === 'paused' ? 'Paused. ' : ''}Over about {at} at this pace.
    </p>
  )
}

function Acts({ session, shown }: RunProps) {
  const ask = useSessionAsk()
  const boot = useBoot()
  const next = nextPhase(session)
  const agenda = (
    <button type="button" className="run-agenda" onClick={() => window.location.assign(boot.urls.agenda)}>
      Edit the agenda
    </button>
  )
  if (session.phases.length === 0) {
    return (
      <>
        <p className="run-words">Plan the session:</p>
        <div className="run-acts">
          {PRESETS.map((minutes) => (
            <button key={minutes} type="button" className="button" onClick={() => ask.takePreset(minutes)}>
              {minutes === 90 ? '90 min' : minutesWords(minutes)}
            </button>
          ))}
        </div>
        {agenda}
      </>
    )
  }
  if (session.state === 'planned' || session.state === 'ended') {
    return (
      <>
        <div className="run-acts">
          <button type="button" className="button button-primary" onClick={ask.start}>
            {session.state === 'ended' ? 'Start again' : 'Start the session'}
          </button>
        </div>
        {agenda}
      </>
    )
  }
  const isElsewhere = shown !== null && shown.id !== session.phase
  return (
    <>
      <div className="run-acts">
        {session.state === 'paused' ? (
          <button type="button" className="button button-primary" onClick={ask.resume}>
            Go on
          </button>
        ) : (
          <button type="button" className="button" onClick={ask.pause}>
            Pause
          </button>
        )}
        <button type="button" className="button" onClick={() => ask.extend(5)}>
          +5 min
        </button>
        {isElsewhere && (
          <button type="button" className="button run-next" onClick={() => ask.goTo(shown.id)}>
            Go to “{shown.title}”
          </button>
        )}
        {!isElsewhere && next && (
          <button type="button" className="button run-next" onClick={() => ask.goTo(next.id)}>
            Next: {next.title}
          </button>
        )}
        {!isElsewhere && !next && (
          <button type="button" className="button run-next" onClick={ask.end}>
            End the session
          </button>
        )}
      </div>
      {agenda}
    </>
  )
}
