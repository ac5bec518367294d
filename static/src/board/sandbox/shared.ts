/** The what-ifs that people have shared on this map, as the server lists them. */

import type { Boot } from '../../model/boot'
import type { Edit, ParticipantId } from '../../model/types'
import { getJson } from '../dialogs/rest'
import { addressOf } from './ask'

export interface SharedWhatIf {
  id: string
  title: string
  author: { id: ParticipantId; name: string }
  seq: number
  created_at: string
  may_withdraw: boolean
}

/** The newest first. */
export async function sharedWhatIfs(boot: Boot): Promise<SharedWhatIf[]> {
  const { results } = await getJson<{ results: SharedWhatIf[] }>(addressOf(boot, 'what-ifs/'))
  return results
}

export async function editsOf(boot: Boot, id: string): Promise<Edit[]> {
  const { edits } = await getJson<{ edits: Edit[] }>(addressOf(boot, `what-ifs/${id}/`))
  return edits
}
