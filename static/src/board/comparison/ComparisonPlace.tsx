import { Phases } from '../phases/Phases'
import { partsOf } from '../shell/parts'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'

const useParts = partsOf(
  () => import('./ComparisonParts'),
  'This could not be loaded. Nothing was changed; try again when the connection is back.',
)

/** Whether this is a future state whose differences are shown; a what-if has its own. */
function useIsComparing(): boolean {
  const isFuture = useStore((state) => state.map?.kind === 'future' && state.whatIf === null)
  return useUi((state) => state.comparison) && isFuture
}

function useComparingParts() {
  const ui = useUiStore()
  return useParts(useIsComparing(), () => ui.set({ comparison: false, beside: false }))
}

/** Whether this is a current state that was mapped again, and its promise is looked at. */
function useIsAnswering(): boolean {
  const isLater = useStore((state) => state.map?.answers !== undefined && state.whatIf === null)
  return useUi((state) => state.promise) && isLater
}

function useAnsweringParts() {
  const ui = useUiStore()
  return useParts(useIsAnswering(), () => ui.set({ promise: false, beside: false }))
}

/** The column at the left: the changes of a future state, what became of a promise, else the phases of the session. */
export function LeftColumn() {
  const comparing = useComparingParts()
  const answering = useAnsweringParts()
  if (comparing) return <comparing.ComparisonPanel />
  return answering ? <answering.PromisePanel /> : <Phases />
}

/** The differences on the map itself; inside React Flow. */
export function MarksPlace() {
  const parts = useComparingParts()
  return parts && <parts.Marks />
}

/** Another map beside this one: the current state of a future state, the future state of a later current state. */
export function BesidePlace() {
  const isWanted = useUi((state) => state.beside)
  const comparing = useComparingParts()
  const answering = useAnsweringParts()
  if (!isWanted) return null
  if (comparing) return <comparing.BesideBase />
  return answering && <answering.BesidePromise />
}

/** The future states of this map, and the way to another one. */
export function FutureStatesPlace({ onClose }: { onClose: () => void }) {
  const parts = useParts(true, onClose)
  return parts && <parts.FutureStates onClose={onClose} />
}

/** On a future state its changes, on a stream that was mapped again what became of the promise: shown or not. */
export function ComparisonButton() {
  const ui = useUiStore()
  const isFuture = useStore((state) => state.map?.kind === 'future' && state.whatIf === null)
  const isLater = useStore((state) => state.map?.answers !== undefined && state.whatIf === null)
  const isComparing = useUi((state) => state.comparison && state.phases)
  const isAnswering = useUi((state) => state.promise && state.phases)
  if (isFuture) {
    return (
      <Door
        label="Changes"
        title="What differs from the current state, and which waste each change removes"
        isOpen={isComparing}
        onToggle={() => ui.set(isComparing ? { comparison: false, beside: false } : { comparison: true, phases: true })}
      />
    )
  }
  if (!isLater) return null
  return (
    <Door
      label="Promise"
      title="What the future state promised, and what of it is on this map"
      isOpen={isAnswering}
      onToggle={() => ui.set(isAnswering ? { promise: false, beside: false } : { promise: true, phases: true })}
    />
  )
}

interface DoorProps {
  label: string
  title: string
  isOpen: boolean
  onToggle: () => void
}

function Door({ label, title, isOpen, onToggle }: DoorProps) {
  return (
    <button type="button" className="button changes-door" aria-pressed={isOpen} title={title} onClick={onToggle}>
      {label}
    </button>
  )
}
