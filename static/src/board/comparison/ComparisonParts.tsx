/** Everything about future states and their promises that is loaded only where one is looked at. */

import './comparison.css'
import './beside.css'
import './marks.css'

export { BesideBase, BesidePromise } from './BesideMap'
export { ComparisonPanel } from './ComparisonPanel'
export { FutureStates } from './FutureStates'
export { Marks } from './Marks'
export { PromisePanel } from './PromisePanel'
