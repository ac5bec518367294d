/** Everything of the what-if that is loaded only for those who open one. */

import './sandbox.css'

export { FutureStateDialog } from './FutureStateDialog'
export { SandboxBanner } from './SandboxBanner'
export { SandboxPanel } from './SandboxPanel'
export { SharedWhatIfs } from './SharedWhatIfs'
export { ShareWhatIf } from './ShareWhatIf'
