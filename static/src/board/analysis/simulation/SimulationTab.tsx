import { useEffect, useRef } from 'react'
import type { ElementId } from '../../../model/types'
import { useStore } from '../../useStore'
import { Result } from './Result'
import { RunEnd } from './RunEnd'
import { RunList, sinceThen } from './RunList'
import { RunProgress } from './RunProgress'
import { isOpen, planOf } from './runs'
import './simulation.css'
import { StartForm } from './StartForm'
import type { Run } from './types'
import { type Runs, type Trouble as TroubleSaid, useRuns } from './useRuns'

const INTRO =
  'Items are sent through this map one after the other; they queue, are sent back and wait for each other as they would in a year of work. What one figure cannot say comes out: how long most of them take, and where they pile up.'

/** What would happen to thousands of items on this map: start a run, follow it, read what came out. */
export function SimulationTab({ onShow }: { onShow: (id: ElementId) => void }) {
  const runs = useRuns()
  const seq = useStore((state) => state.seq)
  const { shown } = runs
  const place = useFocusKept(shown)
  return (
    <div className="simulation" ref={place} tabIndex={-1}>
      {shown === null && <p className="simulation-intro">{INTRO}</p>}
      <StartForm last={shown} isBusy={runs.isBusy} onStart={runs.start} />
      {runs.trouble !== null && <Trouble trouble={runs.trouble} />}
      <p className="visually-hidden" role="status">
        {shown === null ? '' : announcement(shown)}
      </p>
      {shown === null ? <Nothing runs={runs} /> : <Shown run={shown} runs={runs} seq={seq} onShow={onShow} />}
      <RunList runs={runs.runs ?? []} shown={shown?.id ?? null} seq={seq} onChoose={runs.choose} />
    </div>
  )
}

function Trouble({ trouble: { sentence, needs } }: { trouble: TroubleSaid }) {
  return (
    <div className="simulation-trouble" role="alert">
      <p>{needs.length > 0 ? 'This map cannot be simulated yet:' : sentence}</p>
      {needs.length > 0 && (
        <ul className="simulation-needs">
          {needs.map((need) => (
            <li key={need}>{need}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Nothing({ runs: { runs, trouble } }: { runs: Runs }) {
  if (trouble !== null) return null
  return (
    <p className="quiet">
      {runs?.length === 0 ? 'Nobody has simulated this map yet. It changes nothing on the map.' : 'Looking…'}
    </p>
  )
}

interface ShownProps {
  run: Run
  runs: Runs
  seq: number
  onShow: (id: ElementId) => void
}

function Shown({ run, runs, seq, onShow }: ShownProps) {
  const again = () => void runs.start(planOf(run))
  if (isOpen(run)) return <RunProgress run={run} isBusy={runs.isBusy} onCancel={() => void runs.cancel()} />
  if (!run.result) return <RunEnd run={run} isBusy={runs.isBusy} onAgain={again} />
  return (
    <>
      {run.seq < seq && (
        <p className="simulation-older">
          <span>This is the map as it was: {sinceThen(run, seq)}.</span>
          <button type="button" className="act" disabled={runs.isBusy} onClick={again}>
            Simulate it as it is now
          </button>
        </p>
      )}
      <Result result={run.result} onShow={onShow} />
    </>
  )
}

/** The button that was pressed may go with its state: then the focus stays in the room instead of being lost. */
function useFocusKept(shown: Run | null) {
  const place = useRef<HTMLDivElement>(null)
  const state = shown?.state
  const before = useRef(state)
  useEffect(() => {
    if (before.current !== undefined && before.current !== state && document.activeElement === document.body) {
      place.current?.focus({ preventScroll: true })
    }
    before.current = state
  }, [state])
  return place
}

/** What a screen reader is told when the state changes; progress itself is the bar's. */
function announcement(run: Run): string {
  if (isOpen(run)) return 'The simulation is under way.'
  if (run.state === 'done') return 'The simulation is done.'
  return run.state === 'failed' ? '' : 'The simulation was cancelled.'
}
