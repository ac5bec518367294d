import { DeriveForm } from '../comparison/DeriveForm'
import { Dialog } from '../dialogs/Dialog'
import { useSandbox } from './useSandbox'
import { countOf } from './words'

/** Makes a new map of the what-if, a future state, and goes there. */
export function FutureStateDialog({ onClose }: { onClose: () => void }) {
  const inside = useSandbox()
  if (!inside) return null
  const { edits, rows } = inside.whatIf
  return (
    <Dialog title="A future state of it" onClose={onClose}>
      <p>
        A new map of this workshop: the map as it is now with {countOf(rows.length)}. Everybody in the workshop sees it
        and can work on it; the map that it comes from stays as it is.
      </p>
      <DeriveForm edits={edits} />
    </Dialog>
  )
}
