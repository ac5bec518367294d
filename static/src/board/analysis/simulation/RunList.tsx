import { formatNumber } from '../../../model/figures'
import { When } from '../../dialogs/When'
import type { Run } from './types'
import './runs.css'

interface RunListProps {
  runs: readonly Run[]
  shown: string | null
  /** The newest operation of the map. */
  seq: number
  onChoose: (id: string) => void
}

/** The recent runs of this map: who started which, when, and whether the map is still the same. */
export function RunList({ runs, shown, seq, onChoose }: RunListProps) {
  if (runs.length === 0) return null
  return (
    <section className="simulation-runs">
      <h3>Recent simulations</h3>
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <button
              type="button"
              className="simulation-run"
              aria-pressed={run.id === shown}
              onClick={() => onChoose(run.id)}
            >
              <span className="simulation-run-name">
                {formatNumber(run.items)} items, seed {run.seed}
                {run.state !== 'done' && <em data-state={run.state}>{stateWords(run)}</em>}
              </span>
              <span className="simulation-run-below">
                {run.author.name} · <When at={run.created_at} /> · {sinceThen(run, seq)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function stateWords({ state, progress }: Run): string {
  switch (state) {
    case 'queued':
      return 'waiting'
    case 'running':
      return `${progress} %`
    case 'failed':
      return 'failed'
    case 'cancelled':
      return 'cancelled'
    case 'done':
      return 'done'
  }
}

/** Whether it is about the map as it is now. */
export function sinceThen(run: Pick<Run, 'seq'>, seq: number): string {
  const changes = seq - run.seq
  if (changes <= 0) return 'the map as it is now'
  return changes === 1 ? 'the map has changed once since' : `the map has changed ${formatNumber(changes)} times since`
}
