import { formatNumber } from '../../../model/figures'
import type { Run } from './types'
import './progress.css'

interface RunProgressProps {
  run: Run
  isBusy: boolean
  onCancel: () => void
}

/** A run that is under way: how far it is, and the way to stop it. */
export function RunProgress({ run, isBusy, onCancel }: RunProgressProps) {
  const words = run.state === 'queued' ? 'Waiting for a worker' : run.stage || 'Simulating'
  return (
    <section className="simulation-progress" aria-label="Simulation under way">
      <p>
        <strong>{formatNumber(run.items)} items</strong>
        <span className="simulation-stage">{words}</span>
        <span className="simulation-percent">{run.state === 'queued' ? '' : `${run.progress} %`}</span>
      </p>
      <progress max={100} value={run.progress} aria-label={`Simulating ${formatNumber(run.items)} items`} />
      <div className="actions">
        {run.may_cancel ? (
          <button type="button" className="act" disabled={isBusy} onClick={onCancel}>
            Cancel
          </button>
        ) : (
          <small className="quiet">{run.author.name} started it and can stop it; so can a facilitator.</small>
        )}
        <small className="quiet">It goes on while you look elsewhere or close this page.</small>
      </div>
    </section>
  )
}
