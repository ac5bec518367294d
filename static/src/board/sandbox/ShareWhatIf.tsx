import { useState } from 'react'
import { useBoot } from '../boot'
import { Dialog } from '../dialogs/Dialog'
import { postJson, sentenceOf } from '../dialogs/rest'
import { addressOf } from './ask'
import { useDoor } from './door'
import { TitleForm } from './TitleForm'
import { useSandbox } from './useSandbox'

/** Gives the room a copy of the what-if under a title; what I go on trying stays mine. */
export function ShareWhatIf({ onClose }: { onClose: () => void }) {
  const boot = useBoot()
  const door = useDoor()
  const inside = useSandbox()
  const [error, setError] = useState<string | null>(null)
  if (!inside) return null
  const share = async (title: string) => {
    setError(null)
    try {
      await postJson<unknown>(addressOf(boot, 'what-ifs/'), { title, edits: inside.whatIf.edits }, boot.csrf)
      onClose()
      const message = `“${title}” is shared: everybody in this workshop can open a copy of it from the menu.`
      door.get().sandbox?.store.notify({ tone: 'info', message })
    } catch (failure) {
      setError(sentenceOf(failure))
    }
  }
  return (
    <Dialog title="Share this what-if" onClose={onClose}>
      <p>
        Everybody in this workshop can then open a copy of it, and see whose it is. The map itself stays as it is, and
        what you change from now on stays with you.
      </p>
      <TitleForm
        label="Title"
        hint="What is tried: “Two people on the staging test”"
        act="Share it"
        run={share}
        error={error}
      />
    </Dialog>
  )
}
