/** What the plan tells the board: what opens the session, and what came of a burst. */

/** One improvement or experiment that is overdue or unfinished. */
export interface Action {
  kind: 'improvement' | 'experiment'
  id: string
  title: string
  who: string
  state: string
  due_on: string | null
  /** How far that is: “3 days overdue”; may be empty. */
  due: string
  path: string
}

export interface Opening {
  /** Which day it is where the workshop is. */
  on: string
  /** Empty where there is nothing to begin with. */
  sentence: string
  overdue: Action[]
  unfinished: Action[]
}

/** What came of a burst. */
export interface PlanEntry {
  id: string
  state: string
  state_label: string
  path: string
}

export interface Proposal {
  element: string
  title: string
  waste: string
  improvement: PlanEntry | null
}

export interface Proposals {
  may_propose: boolean
  results: Proposal[]
}
