import type { BeatKind, WalkStep } from '../../model/walk'

/** What of a walk is on the map: the item where it is now, and the steps whose times are shown beside those of the map. */
export interface WalkOnScreen {
  token: { step: string; kind: BeatKind; name: string; words: string } | null
  marks: readonly WalkStep[]
}
