import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useRef, useState } from 'react'
import type { Boot } from '../model/boot'
import type { ElementId } from '../model/types'
import type { Store } from '../store'
import { AttentionBanner } from './attention/AttentionBanner'
import { BootContext, useBoot } from './boot'
import { Canvas } from './canvas/Canvas'
import type { Point } from './canvas/sizes'
import { useCommands } from './canvas/useCommands'
import { CommentsPlace } from './comments/CommentsPlace'
import { BesidePlace, LeftColumn } from './comparison/ComparisonPlace'
import { type Connect, ConnectContext } from './comparison/connect'
import { Inspector } from './inspector/Inspector'
import { Ladder } from './ladder/Ladder'
import { LockBanner } from './locks/LockBanner'
import { useAdded } from './locks/useHeld'
import { Notices } from './notices/Notices'
import { OpeningPlace } from './opening/OpeningPlace'
import { useElementOfAddress } from './opening/useElementOfAddress'
import { ParkingPlace } from './parking/ParkingPlace'
import { ReplayBar } from './replay/ReplayBar'
import { ReplayContext, useReplayDoor, useReplayDoorOf } from './replay/replay'
import { RoundCall, RoundPlace } from './rounds/RoundsPlace'
import { createDoor, DoorContext, type Keeper, useDoorState } from './sandbox/door'
import { BannerPlace, PanelPlace } from './sandbox/SandboxPlace'
import { useSharedNews } from './sandbox/useSharedNews'
import { ConnectionBanner } from './shell/ConnectionBanner'
import { Dialogs } from './shell/Dialogs'
import { Header } from './shell/Header'
import { applyTheme, storedTheme } from './shell/theme'
import { createUi, UiContext, useUi, useUiStore } from './shell/ui'
import { useClipboard, useKeys } from './shell/useKeys'
import { focusRow } from './table/places'
import { TableView } from './table/TableView'
import { StoreContext, useBoardStore, useStore } from './useStore'
import { AskedBanner } from './validation/AskedBanner'
import { WalkPlace } from './walk/WalkPlace'
import { WastePlace } from './waste/WastePlace'
import './theme.css'
import './shell/shell.css'
import './shell/side.css'

/** Narrower screens begin with the map alone. */
const WIDE = '(min-width: 861px)'

interface BoardProps {
  store: Store
  boot: Boot
  keeper: Keeper
  connect: Connect
}

/** The board of one map: the store comes from outside, and so does everything that fills it. */
export function Board({ store, boot, keeper, connect }: BoardProps) {
  const [ui] = useState(() => {
    const isWide = window.matchMedia(WIDE).matches
    return createUi({ phases: isWide, ladder: true, inspector: true })
  })
  const [door] = useState(() => createDoor(store, boot, keeper))
  useEffect(() => applyTheme(storedTheme()), [])
  useEffect(() => door.start(), [door])
  return (
    <DoorContext value={door}>
      <BootContext value={boot}>
        <UiContext value={ui}>
          <ConnectContext value={connect}>
            <ReactFlowProvider>
              <Place live={store} />
            </ReactFlowProvider>
          </ConnectContext>
        </UiContext>
      </BootContext>
    </DoorContext>
  )
}

/** The map that everybody sees, my what-if of it, or the map as it was: the same board on another store. */
function Place({ live }: { live: Store }) {
  const ui = useUiStore()
  const { phase, sandbox } = useDoorState()
  const replay = useReplayDoor(live, useBoot())
  const store = replay.replay?.store ?? (phase === 'in' && sandbox ? sandbox.store : live)
  useSharedNews()
  useAdded(live)
  // One is at one place: who goes into a what-if has left the session of then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when somebody goes in
  useEffect(() => {
    if (phase === 'in') replay.leave()
  }, [phase])
  // What was begun on the one is not to end on the other.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when the store is another one
  useEffect(() => () => ui.set({ writing: null, connect: null, menu: null }), [ui, store])
  return (
    <ReplayContext value={replay}>
      <StoreContext value={store}>
        <Meeting />
      </StoreContext>
    </ReplayContext>
  )
}

function Meeting() {
  const pane = useRef<HTMLDivElement>(null)
  const pointer = useRef<Point | null>(null)
  const commands = useCommands(pane, pointer)
  useKeys(commands.run)
  useElementOfAddress()
  useClipboard(commands.copy, commands.paste, commands.remove)
  const view = useUi((state) => state.view)
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const { replay } = useReplayDoorOf()
  const store = useBoardStore()
  const ui = useUiStore()
  const show = (id: ElementId) => {
    store.setPresence({ selection: [id] })
    if (ui.get().view === 'table') focusRow(id)
    else commands.show(id)
  }
  return (
    <div className="board">
      <Header />
      {isInWhatIf ? <PanelPlace /> : <LeftColumn />}
      <main className="stage">
        <div className="stage-top">
          {replay && <ReplayBar replay={replay} />}
          <BannerPlace />
          <ConnectionBanner />
          <AttentionBanner />
          <LockBanner />
          <OpeningPlace />
          {replay === null && <AskedBanner />}
        </div>
        {view === 'table' ? (
          <div className="table-place">
            <TableView />
          </div>
        ) : (
          <>
            <BesidePlace />
            <Canvas commands={commands} pane={pane} pointer={pointer} />
            <InspectorPlace />
          </>
        )}
        {isInWhatIf || replay !== null ? <RoundCall /> : <RoundPlace />}
        {!isInWhatIf && replay === null && <WalkPlace />}
        {replay === null && <WastePlace commands={commands} />}
        <CommentsPlace />
        {replay === null && <ParkingPlace onShow={show} />}
        <Ladder />
      </main>
      <Notices onShow={show} />
      <Dialogs />
    </div>
  )
}

/** Longer than the pause in a double click, so that its second half still meets the box and not the panel above it. */
const PANEL_DELAY_MS = 280

/** True once it has held for a moment; false at once. */
function useLasting(holds: boolean): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!holds) return setLasts(false)
    const timer = setTimeout(() => setLasts(true), PANEL_DELAY_MS)
    return () => clearTimeout(timer)
  }, [holds])
  return holds && lasts
}

function InspectorPlace() {
  const ui = useUiStore()
  const isWanted = useUi((state) => state.inspector)
  // A round that is not put aside and the wastes have the place beside the map.
  const isBusy = useUi(
    ({ writing, menu, round, wastes, walk, parking }) =>
      writing !== null || menu !== null || round?.isAside === false || wastes !== null || walk !== null || parking,
  )
  const isChosen = useLasting(useStore((state) => state.own.selection.length > 0))
  if (!isChosen || isBusy) return null
  if (!isWanted) {
    return (
      <button type="button" className="button details-tab" onClick={() => ui.set({ inspector: true })}>
        Details
      </button>
    )
  }
  return (
    <div className="inspector-place">
      <Inspector onClose={() => ui.set({ inspector: false })} />
    </div>
  )
}
