/** Whether everybody was asked if a map is right, as the whole room hears it: how many answered, and never what. */

import type { ElementId, ParticipantId } from './types'

export interface PublicValidation {
  id: string
  map: string
  seq: number
  is_open: boolean
  by: ParticipantId
  answered: number
  of: number
}

/** The newest question about a map; null where nobody was asked. */
export function validationOf(all: readonly PublicValidation[] | undefined, map: ElementId): PublicValidation | null {
  return all?.find((asked) => asked.map === map) ?? null
}

/** “5 of 9 have said whether the map is right”; the server says the same (facilitation/domain/progress.py). */
export function validationWords({
  answered,
  of,
  is_open,
}: Pick<PublicValidation, 'answered' | 'of' | 'is_open'>): string {
  const verb = is_open ? (of === 1 ? 'has said' : 'have said') : 'said'
  return `${answered} of ${of} ${verb} whether the map is right`
}
