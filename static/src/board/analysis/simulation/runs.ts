/** The runs of a map as REST tells them. */

import type { Boot } from '../../../model/boot'
import { getJson, postJson, Refused } from '../../dialogs/rest'
import type { Run, RunPlan, RunState } from './types'

const OPEN: readonly RunState[] = ['queued', 'running']

/** Whether it is still to be waited for. */
export function isOpen(run: Pick<Run, 'state'>): boolean {
  return OPEN.includes(run.state)
}

/** The newest first, without their results. */
export async function listRuns(boot: Boot): Promise<Run[]> {
  return (await getJson<{ results: Run[] }>(ofMap(boot))).results
}

export function startRun(boot: Boot, plan: RunPlan): Promise<Run> {
  return postJson<Run>(ofMap(boot), plan, boot.csrf)
}

export function readRun(id: string): Promise<Run> {
  return getJson<Run>(ofRun(id))
}

export function cancelRun(boot: Boot, id: string): Promise<Run> {
  return postJson<Run>(`${ofRun(id)}cancel/`, {}, boot.csrf)
}

function ofMap({ map }: Boot): string {
  return `/api/maps/${map.id}/simulations/`
}

function ofRun(id: string): string {
  return `/api/simulations/${id}/`
}

/** What was asked for, to ask for it again. */
export function planOf({ items, seed, distribution, arrivals }: Run): RunPlan {
  return { items, seed, distribution, arrivals }
}

/** What the map still needs before it can be simulated, as sentences. */
export function needsOf(error: unknown): string[] {
  const details = error instanceof Refused ? error.details : null
  if (typeof details !== 'object' || details === null || !('needs' in details)) return []
  return Array.isArray(details.needs) ? details.needs.filter((need): need is string => typeof need === 'string') : []
}

/** The list with `run` as it is now, without its result, in its place or in front. */
export function withRun(runs: readonly Run[], run: Run): Run[] {
  const known = runs.some(({ id }) => id === run.id)
  const { result: _, ...line } = run
  return known ? runs.map((one) => (one.id === run.id ? line : one)) : [line, ...runs]
}

/** What to look at first: a run that is under way (one's own before those of others), else the newest result, else the newest. */
export function firstToShow(runs: readonly Run[], me: string): Run | null {
  const open = runs.filter(isOpen)
  return (
    open.find(({ author }) => author.id === me) ??
    open[0] ??
    runs.find(({ state }) => state === 'done') ??
    runs[0] ??
    null
  )
}
