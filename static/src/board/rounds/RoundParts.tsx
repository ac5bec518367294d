/** Everything of rounds that is loaded only where there is one. */

import './rounds.css'
import './writing.css'
import './ask.css'
import './results.css'

export { EffortLane } from './EffortLane'
export { RoundOnMap } from './RoundOnMap'
export { RoundPanel, RoundTab } from './RoundPanel'
export { RoundsDialog } from './RoundsDialog'
