import { useState } from 'react'
import { newId } from '../../model/edits'
import { useBoot } from '../boot'
import { Dialog } from '../dialogs/Dialog'
import { postJson, sentenceOf } from '../dialogs/rest'
import { addressOf } from './ask'
import { TitleForm } from './TitleForm'
import { useSandbox } from './useSandbox'
import { countOf } from './words'

/** Makes a new map of the what-if, a future state, and goes there. */
export function FutureStateDialog({ onClose }: { onClose: () => void }) {
  const boot = useBoot()
  const inside = useSandbox()
  const [error, setError] = useState<string | null>(null)
  // A second press after a lost answer must not make a second map.
  const [opId] = useState(newId)
  if (!inside) return null
  const { edits, rows } = inside.whatIf
  const make = async (title: string) => {
    setError(null)
    try {
      const body = { title, edits, op_id: opId }
      const made = await postJson<{ id: string }>(addressOf(boot, 'future-states/'), body, boot.csrf)
      window.location.assign(`/maps/${made.id}/`)
    } catch (failure) {
      setError(sentenceOf(failure))
    }
  }
  return (
    <Dialog title="A future state of it" onClose={onClose}>
      <p>
        A new map of this workshop: the map as it is now with {countOf(rows.length)}. Everybody in the workshop sees it
        and can work on it; the map that it comes from stays as it is.
      </p>
      <TitleForm
        label="Title"
        hint="Where you want to be, and when: “Live within two weeks, by June”"
        act="Make the future state"
        run={make}
        error={error}
      />
    </Dialog>
  )
}
