/** The map's log as REST tells it, page by page from the newest backwards. */

import type { Operation } from '../../model/types'
import { getJson } from './rest'

export const PAGE = 100

interface Page {
  /** The newest first. */
  operations: Operation[]
  /** Whether there are older ones. */
  more: boolean
}

/** The newest operations, or those right before `before`. */
export async function operationsBefore(url: string, before: number | null): Promise<Page> {
  const query =
    before === null ? `latest=${PAGE}` : `after=${Math.max(0, before - 1 - PAGE)}&limit=${Math.min(PAGE, before - 1)}`
  const { results } = await getJson<{ results: Operation[] }>(`${url}?${query}`)
  const operations = results.toSorted((one, other) => other.seq - one.seq)
  return { operations, more: (operations.at(-1)?.seq ?? 1) > 1 }
}
