/** Everything about future states that is loaded only where one is looked at. */

import './comparison.css'
import './marks.css'

export { BesideMap } from './BesideMap'
export { ComparisonPanel } from './ComparisonPanel'
export { FutureStates } from './FutureStates'
export { Marks } from './Marks'
