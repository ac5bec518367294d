import { useRef, useState } from 'react'
import { calendarOf } from '../../model/calendar'
import type { WhatIf } from '../../model/sandbox'
import type { Calendar, Metrics } from '../../model/types'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { compare, spoken } from './compare'
import { useDoor } from './door'
import { focusDoor } from './SandboxButton'
import { useLive, useSandbox } from './useSandbox'
import { countOf } from './words'

/** Where I am, what has become of it, and the ways on: share it, make a future state of it, discard it, leave it. */
export function SandboxBanner() {
  const inside = useSandbox()
  const metrics = useStore((state) => state.metrics)
  const charter = useStore((state) => state.charter)
  const settled = useRef<string | null>(null)
  if (!inside) return null
  const { figures, rows } = inside.whatIf
  // Between two answers the last sentence stands, so that nothing is said of changes that are not worked out yet.
  if (figures !== 'asking' || rows.length === 0 || settled.current === null) {
    settled.current = stateOf(inside.whatIf, metrics, calendarOf(charter))
  }
  return (
    <section className="what-if-banner" aria-label="What if">
      <p className="what-if-title">
        <strong>What if</strong> <span>– only you see this</span>
      </p>
      <p className="what-if-state" role="status">
        {settled.current}
      </p>
      <Ways changes={inside.whatIf.rows.length} hasEdits={inside.whatIf.edits.length > 0} />
    </section>
  )
}

/** How far the figures are, in one sentence; it is also what a screen reader says after each change. */
export function stateOf(whatIf: WhatIf, metrics: Metrics | null, calendar: Calendar): string {
  const { rows, figures, problem, today } = whatIf
  if (rows.length === 0) return 'Change times, people, batches, shares or steps as on the map.'
  const count = countOf(rows.length)
  if (figures === 'failed' || problem !== null) return `${count} · ${problem ?? 'The figures are not known.'}`
  if (figures === 'same') return `${count} · nothing that the figures count`
  if (today === null || metrics === null) return `${count} · working out the figures …`
  const lead = compare('lead_time', metrics, today, calendar)
  const words = lead.tone === 'other' ? 'the lead time cannot be compared' : `lead time ${spoken(lead)}`
  return `${count} · ${words}`
}

function Ways({ changes, hasEdits }: { changes: number; hasEdits: boolean }) {
  const door = useDoor()
  const ui = useUiStore()
  const inside = useSandbox()
  const role = useLive((state) => state.role)
  const isPanelOpen = useUi((state) => state.phases)
  const [isSure, setSure] = useState(false)
  const leave = () => {
    door.leave()
    focusDoor()
  }
  const discard = () => {
    inside?.sandbox.discard()
    leave()
    door.live.notify({ tone: 'info', message: 'The what-if is discarded. The map was never touched by it.' })
  }
  if (isSure) {
    return (
      <div className="what-if-ways">
        <span>Discard {countOf(changes)}?</span>
        {/* biome-ignore lint/a11y/noAutofocus: it stands where the button was that asked for it */}
        <button type="button" className="button button-danger" autoFocus onClick={discard}>
          Discard
        </button>
        <button type="button" className="button" onClick={() => setSure(false)}>
          Keep
        </button>
      </div>
    )
  }
  const nothing = hasEdits ? undefined : 'Nothing is changed yet'
  return (
    <div className="what-if-ways">
      <button
        type="button"
        className="button what-if-list"
        aria-expanded={isPanelOpen}
        onClick={() => ui.set({ phases: !isPanelOpen })}
      >
        Changes and figures
      </button>
      {role === 'viewer' ? (
        <span className="what-if-why">Viewers can try, but not share: ask a facilitator for another role.</span>
      ) : (
        <button
          type="button"
          className="button"
          disabled={!hasEdits}
          title={nothing ?? 'Give the room a copy of it'}
          onClick={() => ui.set({ dialog: 'share_what_if' })}
        >
          Share it …
        </button>
      )}
      {role === 'facilitator' && (
        <button
          type="button"
          className="button"
          disabled={!hasEdits}
          title={nothing ?? 'Make a new map of it: a target for the room'}
          onClick={() => ui.set({ dialog: 'future_state' })}
        >
          Future state …
        </button>
      )}
      {changes > 0 && (
        <button type="button" className="button" onClick={() => setSure(true)}>
          Discard …
        </button>
      )}
      <button type="button" className="button what-if-leave" title="What you tried is kept (W)" onClick={leave}>
        Back to the map
      </button>
    </div>
  )
}
