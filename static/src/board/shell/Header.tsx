import { useBoot } from '../boot'
import { Headline } from '../headline/Headline'
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
        <ConnectionState />
        <People />
        {isTable && (
          <button type="button" className="button" onClick={() => ui.set({ view: 'canvas' })}>
            To the map
          </button>
        )}
        <button type="button" className="button button-primary" onClick={() => ui.set({ dialog: 'share' })}>
          Share
        </button>
        <MainMenu />
      </div>
    </header>
  )
}
