import { useRef, useState } from 'react'
import { parkedNotes } from '../../model/parking'
import { useBring } from '../attention/useBring'
import { useBoot } from '../boot'
import { openComments } from '../comments/open'
import { sessionEntries } from '../locks/menu'
import { openParking } from '../parking/open'
import { useReplayDoorOf } from '../replay/replay'
import { useDoor } from '../sandbox/door'
import { focusDoor } from '../sandbox/SandboxButton'
import { useSessionAsk } from '../session/ask'
import { useBoardStore, useStore } from '../useStore'
import { openWalk } from '../walk/open'
import { openWastes } from '../waste/open'
import { Menu, type MenuEntry } from './Menu'
import { storedTheme, storeTheme, type Theme } from './theme'
import { useUiStore } from './ui'

/** Everything about the map as a whole that is not a figure: views, file, history, theme, the way out. */
export function MainMenu() {
  const boot = useBoot()
  const ui = useUiStore()
  const store = useBoardStore()
  const role = useStore((state) => state.role)
  const door = useDoor()
  const { replay, enter, leave } = useReplayDoorOf()
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const shared = useStore((state) => state.map?.what_ifs ?? 0)
  const ask = useSessionAsk()
  const bring = useBring()
  const button = useRef<HTMLButtonElement>(null)
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  const open = () => {
    const box = button.current?.getBoundingClientRect()
    if (box) setAt({ x: box.right - 208, y: box.bottom + 4 })
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button-icon"
        aria-label="Menu"
        aria-haspopup="menu"
        aria-expanded={at !== null}
        onClick={open}
      >
        <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
          <path d="M2 4h12M2 8h12M2 12h12" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
        </svg>
      </button>
      {at && <Menu label="Menu" at={at} entries={entries()} onClose={() => setAt(null)} />}
    </>
  )

  function entries(): MenuEntry[] {
    const theme = storedTheme()
    const themes: { value: Theme; label: string }[] = [
      { value: 'system', label: 'As this computer' },
      { value: 'light', label: 'Light' },
      { value: 'dark', label: 'Dark' },
    ]
    const state = ui.get()
    const { elements, map } = store.getState()
    const parked = parkedNotes(elements).length
    const { locks = [], members_may: membersMay = 'all' } = map ?? {}
    const forEverybody = sessionEntries({ on: null, elements, selection: [], locks, membersMay, ask, bring })
    return [
      { heading: boot.me.name },
      { label: 'Phases of the session', checked: state.phases, run: () => ui.set({ phases: !state.phases }) },
      {
        label: 'Table of the map',
        keys: 'T',
        checked: state.view === 'table',
        run: () => ui.set({ view: state.view === 'table' ? 'canvas' : 'table' }),
      },
      { label: 'Look closer: figures and findings', run: () => ui.set({ analysis: { tab: 'figures' } }) },
      { label: 'Keys, symbols, definitions', keys: '?', run: () => ui.set({ dialog: 'help' }) },
      {
        label: role === 'facilitator' ? 'Ask the room …' : 'Rounds',
        run: () => ui.set({ dialog: 'rounds' }),
      },
      {
        label: 'Wastes and constraint',
        keys: 'X',
        checked: state.wastes !== null,
        run: () => openWastes(ui, state.wastes === null),
      },
      {
        label: parked > 0 ? `Parking lot (${parked})` : 'Parking lot',
        keys: 'P',
        checked: state.parking,
        run: () => openParking(ui, !state.parking),
      },
      { label: 'Is the map right?', run: () => window.location.assign(boot.urls.validations) },
      ...(isInWhatIf || replay
        ? []
        : [
            {
              label: 'Comments',
              keys: 'K',
              checked: state.comments !== null,
              run: () => openComments(ui, state.comments ? null : { write: false }),
            },
          ]),
      ...(isInWhatIf || replay
        ? []
        : [
            {
              label: 'Walk a real item',
              checked: state.walk !== null,
              run: () => openWalk(ui, state.walk === null),
            },
          ]),
      { heading: 'Map' },
      { label: 'History', run: () => ui.set({ dialog: 'history' }) },
      { label: 'Replay of the session', checked: replay !== null, run: () => (replay ? leave() : enter(null)) },
      ...(store.canEdit() && !isInWhatIf
        ? [{ label: 'Steps from a table …', run: () => ui.set({ dialog: 'import', importText: '' }) }]
        : []),
      {
        label: 'What if … (only you see it)',
        keys: 'W',
        checked: isInWhatIf,
        run: () => {
          if (isInWhatIf) door.leave()
          else void door.enter()
          focusDoor()
        },
      },
      {
        label: shared > 0 ? `Shared what-ifs (${shared})` : 'Shared what-ifs',
        run: () => ui.set({ dialog: 'what_ifs' }),
      },
      { label: 'Future states', run: () => ui.set({ dialog: 'future_states' }) },
      { label: 'Plan and experiments', run: () => window.location.assign(boot.urls.plan) },
      { label: 'Saved states', run: () => window.location.assign(boot.urls.states) },
      { label: 'Download the map file', run: () => window.location.assign(boot.urls.file) },
      ...(role === 'facilitator'
        ? [{ label: 'Workshop and charter', run: () => window.location.assign(boot.urls.workshop) }]
        : []),
      { label: 'My workshops', run: () => window.location.assign(boot.urls.dashboard) },
      { label: 'Sign out', run: () => window.location.assign(boot.urls.sign_out) },
      ...(role === 'facilitator' && !isInWhatIf && !replay ? forEverybody : []),
      { heading: 'Colours' },
      ...themes.map(({ value, label }) => ({ label, checked: theme === value, run: () => storeTheme(value) })),
    ]
  }
}
