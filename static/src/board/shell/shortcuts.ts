/** Every key of the board, in one table: the board listens by it and the help sheet prints it. */

export type Command =
  | 'step'
  | 'queue'
  | 'connect'
  | 'note'
  | 'burst'
  | 'table'
  | 'edit'
  | 'delete'
  | 'duplicate'
  | 'select_all'
  | 'undo'
  | 'redo'
  | 'fit'
  | 'zoom_in'
  | 'zoom_out'
  | 'tidy'
  | 'menu'
  | 'earlier'
  | 'later'
  | 'ladder'
  | 'details'
  | 'what_if'
  | 'wastes'
  | 'comments'
  | 'parking'
  | 'help'
  | 'escape'

export interface Shortcut {
  command: Command
  /** How the help sheet prints it; `Mod` is Ctrl, and ⌘ on a Mac. */
  keys: string
  what: string
  group: 'Add' | 'Change' | 'Look' | 'Help'
  /** The command changes the map, so only those who may edit have it. */
  edits: boolean
  matches: (event: KeyboardEvent) => boolean
}

const mod = (event: KeyboardEvent) => event.ctrlKey || event.metaKey

const letter = (key: string) => (event: KeyboardEvent) =>
  !mod(event) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === key

const withMod = (key: string, shift: boolean) => (event: KeyboardEvent) =>
  mod(event) && !event.altKey && event.shiftKey === shift && event.key.toLowerCase() === key

const named =
  (...keys: string[]) =>
  (event: KeyboardEvent) =>
    !mod(event) && !event.altKey && !event.shiftKey && keys.includes(event.key)

const sign =
  (...signs: string[]) =>
  (event: KeyboardEvent) =>
    !mod(event) && !event.altKey && signs.includes(event.key)

export const shortcuts: readonly Shortcut[] = [
  {
    command: 'step',
    keys: 'N',
    what: 'Add a step; after the selected one and connected to it',
    group: 'Add',
    edits: true,
    matches: letter('n'),
  },
  {
    command: 'queue',
    keys: 'Q',
    what: 'Add a queue; before the selected step',
    group: 'Add',
    edits: true,
    matches: letter('q'),
  },
  { command: 'connect', keys: 'C', what: 'Connect two boxes', group: 'Add', edits: true, matches: letter('c') },
  {
    command: 'note',
    keys: 'M',
    what: 'Add a note; about what is selected',
    group: 'Add',
    edits: true,
    matches: letter('m'),
  },
  {
    command: 'burst',
    keys: 'B',
    what: 'Add a kaizen burst: an improvement with the waste it removes',
    group: 'Add',
    edits: true,
    matches: letter('b'),
  },

  {
    command: 'edit',
    keys: 'Enter',
    what: 'Write in the selected box; Tab goes to its next field, Enter ends',
    group: 'Change',
    edits: true,
    matches: named('Enter', 'F2'),
  },
  {
    command: 'delete',
    keys: 'Delete',
    what: 'Delete what is selected, with its arrows',
    group: 'Change',
    edits: true,
    matches: named('Delete', 'Backspace'),
  },
  {
    command: 'duplicate',
    keys: 'Mod D',
    what: 'Duplicate what is selected',
    group: 'Change',
    edits: true,
    matches: withMod('d', false),
  },
  {
    command: 'earlier',
    keys: 'Alt ←',
    what: 'Move the step one place earlier in its chain',
    group: 'Change',
    edits: true,
    matches: (event) => event.altKey && event.key === 'ArrowLeft',
  },
  {
    command: 'later',
    keys: 'Alt →',
    what: 'Move the step one place later in its chain',
    group: 'Change',
    edits: true,
    matches: (event) => event.altKey && event.key === 'ArrowRight',
  },
  {
    command: 'undo',
    keys: 'Mod Z',
    what: 'Undo my latest change',
    group: 'Change',
    edits: true,
    matches: withMod('z', false),
  },
  {
    command: 'redo',
    keys: 'Mod Shift Z',
    what: 'Redo what I undid',
    group: 'Change',
    edits: true,
    matches: (event) => withMod('z', true)(event) || withMod('y', false)(event),
  },
  {
    command: 'tidy',
    keys: 'Shift T',
    what: 'Tidy up: arrange the map in stream order',
    group: 'Change',
    edits: true,
    matches: (event) => !mod(event) && !event.altKey && event.shiftKey && event.key.toLowerCase() === 't',
  },
  {
    command: 'select_all',
    keys: 'Mod A',
    what: 'Select everything',
    group: 'Change',
    edits: false,
    matches: withMod('a', false),
  },
  {
    command: 'menu',
    keys: 'Shift F10',
    what: 'Open the menu of what is selected',
    group: 'Change',
    edits: false,
    matches: (event) => event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10'),
  },

  { command: 'table', keys: 'T', what: 'The same map as a table', group: 'Look', edits: false, matches: letter('t') },
  {
    command: 'fit',
    keys: 'F',
    what: 'Fit the whole map on the screen',
    group: 'Look',
    edits: false,
    matches: (event) => letter('f')(event) || (!mod(event) && event.shiftKey && event.code === 'Digit1'),
  },
  { command: 'zoom_in', keys: '+', what: 'Zoom in', group: 'Look', edits: false, matches: sign('+', '=') },
  { command: 'zoom_out', keys: '−', what: 'Zoom out', group: 'Look', edits: false, matches: sign('-', '−') },
  {
    command: 'ladder',
    keys: 'L',
    what: 'Show or hide the timeline',
    group: 'Look',
    edits: false,
    matches: letter('l'),
  },
  {
    command: 'details',
    keys: 'I',
    what: 'Show or hide the details of what is selected',
    group: 'Look',
    edits: false,
    matches: letter('i'),
  },
  {
    command: 'what_if',
    keys: 'W',
    what: 'Try something that only you see, or go back to the map',
    group: 'Look',
    edits: false,
    matches: letter('w'),
  },
  {
    command: 'wastes',
    keys: 'X',
    what: 'Wastes and constraint; there 1 to 8 mark what is selected',
    group: 'Look',
    edits: false,
    matches: letter('x'),
  },
  {
    command: 'comments',
    keys: 'K',
    what: 'Comment on what is selected or on the whole map, and see all comments',
    group: 'Look',
    edits: false,
    matches: letter('k'),
  },

  {
    command: 'parking',
    keys: 'P',
    what: 'The parking lot: write down what is important, not now',
    group: 'Look',
    edits: false,
    matches: letter('p'),
  },

  { command: 'help', keys: '?', what: 'This sheet', group: 'Help', edits: false, matches: sign('?') },
  {
    command: 'escape',
    keys: 'Escape',
    what: 'Leave a mode, close a menu, select nothing',
    group: 'Help',
    edits: false,
    matches: named('Escape'),
  },
]

/** The command that a key press means, if any. */
export function commandOf(event: KeyboardEvent): Shortcut | undefined {
  return shortcuts.find((shortcut) => shortcut.matches(event))
}

/** `Mod D` as the keys of this computer. */
export function keyCaps(keys: string, apple: boolean): string[] {
  return keys.split(' ').map((key) => {
    if (key === 'Mod') return apple ? '⌘' : 'Ctrl'
    if (key === 'Alt') return apple ? '⌥' : 'Alt'
    if (key === 'Shift') return apple ? '⇧' : 'Shift'
    return key
  })
}
