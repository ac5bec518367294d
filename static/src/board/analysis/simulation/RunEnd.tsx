import { formatNumber } from '../../../model/figures'
import type { Run } from './types'
import './progress.css'

interface RunEndProps {
  run: Run
  isBusy: boolean
  onAgain: () => void
}

/** A run that came to no result: why, and the way to start it again. */
export function RunEnd({ run, isBusy, onAgain }: RunEndProps) {
  const hasFailed = run.state === 'failed'
  return (
    <section className="simulation-end" data-tone={hasFailed ? 'bad' : 'plain'} role={hasFailed ? 'alert' : undefined}>
      <h3>{hasFailed ? 'This simulation failed' : `Cancelled at ${run.progress} %`}</h3>
      <p>{hasFailed ? run.error : 'Nothing of it was kept.'}</p>
      <button type="button" className="act" disabled={isBusy} onClick={onAgain}>
        Start again with {formatNumber(run.items)} items and seed {run.seed}
      </button>
    </section>
  )
}
