import { useBoot } from '../boot'
import { CommentsButton } from '../comments/CommentsButton'
import { ComparisonButton } from '../comparison/ComparisonPlace'
import { Headline } from '../headline/Headline'
import { LookCloser } from '../headline/LookCloser'
import { AskButton } from '../rounds/AskButton'
import { SandboxButton } from '../sandbox/SandboxButton'
import { Timer } from '../session/Timer'
import { useStore } from '../useStore'
import { ConnectionState } from './ConnectionState'
import { MainMenu } from './MainMenu'
import { People } from './People'
import { useUi, useUiStore } from './ui'

/** The top of the board: what this map is, its figures, who is here. */
export function Header() {
  const boot = useBoot()
  const ui = useUiStore()
  const map = useStore((state) => state.map) ?? boot.map
  const charter = useStore((state) => state.charter)
  const isTable = useUi((state) => state.view === 'table')
  return (
    <header className="header">
      <div className="header-title">
        <h1 title={map.title}>{map.title}</h1>
        <p title={charter ? `From ${charter.trigger} to ${charter.delivery}` : undefined}>
          {map.kind === 'current' ? 'Current state' : 'Future state'} · {charter?.name ?? boot.workshop.name}
        </p>
      </div>
      <Headline />
      <div className="header-end">
        <Timer />
        <ConnectionState />
        <People />
        {isTable && (
          <button type="button" className="button to-map" title="To the map" onClick={() => ui.set({ view: 'canvas' })}>
            <svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
              <path
                d="M1.5 6.5h5v5h-5ZM11.5 6.5h5v5h-5ZM6.5 9h5"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.5"
                strokeLinejoin="round"
              />
            </svg>
            <span>To the map</span>
          </button>
        )}
        <ComparisonButton />
        <LookCloser />
        <SandboxButton />
        <CommentsButton />
        <AskButton />
        <button type="button" className="button button-primary" onClick={() => ui.set({ dialog: 'share' })}>
          Share
        </button>
        <MainMenu />
      </div>
    </header>
  )
}
