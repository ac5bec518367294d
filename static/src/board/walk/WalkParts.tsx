/** Everything of real items that is loaded only where somebody walks one. */

import './walk.css'

export { WalkOnMap } from './WalkOnMap'
export { WalkPanel } from './WalkPanel'
