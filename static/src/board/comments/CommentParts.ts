/** What is loaded when comments are opened for the first time. */

export { CommentsPanel } from './CommentsPanel'
export { ElementComments } from './ElementComments'
