import { useCallback, useEffect, useState } from 'react'
import { useBoot } from '../boot'
import { Dialog } from '../dialogs/Dialog'
import { sendDelete, sentenceOf } from '../dialogs/rest'
import { When } from '../dialogs/When'
import { addressOf } from './ask'
import { useDoor, useDoorState } from './door'
import { editsOf, type SharedWhatIf, sharedWhatIfs } from './shared'
import { useLive } from './useSandbox'

/** What others have tried and shared: to open a copy of, and to withdraw what is mine. */
export function SharedWhatIfs({ onClose }: { onClose: () => void }) {
  const boot = useBoot()
  const door = useDoor()
  const { isKept } = useDoorState()
  const count = useLive((state) => state.map?.what_ifs)
  const [list, setList] = useState<SharedWhatIf[] | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  const load = useCallback(async () => {
    try {
      setList(await sharedWhatIfs(boot))
      setError(null)
    } catch (failure) {
      setError(sentenceOf(failure))
    }
  }, [boot])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number tells that the list is another one
  useEffect(() => void load(), [load, count])

  const does = async (what: () => Promise<void>) => {
    setBusy(true)
    try {
      await what()
    } catch (failure) {
      setError(sentenceOf(failure))
    }
    setBusy(false)
  }
  const open = (shared: SharedWhatIf) =>
    does(async () => {
      const edits = await editsOf(boot, shared.id)
      const sandbox = await door.enter()
      if (!sandbox) return
      const missed = sandbox.open(edits)
      onClose()
      const whose = shared.author.id === boot.me.id ? 'you shared' : `${shared.author.name} shared`
      sandbox.store.notify({ tone: 'info', message: `This is a copy of “${shared.title}”, which ${whose}.` })
      if (missed > 0) {
        const message = `The map has changed since: ${missed} of ${edits.length} changes of “${shared.title}” do not fit it any more and were left out.`
        sandbox.store.notify({ tone: 'warning', message })
      }
    })
  const withdraw = (shared: SharedWhatIf) =>
    does(async () => {
      await sendDelete(addressOf(boot, `what-ifs/${shared.id}/`), boot.csrf)
      await load()
    })

  return (
    <Dialog title="Shared what-ifs" onClose={onClose}>
      <div aria-live="polite">
        {error !== null && <p className="field-error">{error}</p>}
        {list === null && error === null && <p className="quiet">Looking…</p>}
        {list?.length === 0 && (
          <p>Nobody has shared one on this map. Try something with “What if”, and share it when it is worth a look.</p>
        )}
      </div>
      {isKept && list !== null && list.length > 0 && (
        <p className="quiet">A copy takes the place of the what-if that you have; undo brings yours back.</p>
      )}
      <ul className="shared-what-ifs">
        {list?.map((shared) => {
          const isMine = shared.author.id === boot.me.id
          return (
            <li key={shared.id}>
              <div>
                <strong>{shared.title}</strong>
                <span className="quiet">
                  {isMine ? 'You' : shared.author.name} · <When at={shared.created_at} />
                </span>
              </div>
              <button type="button" className="act" disabled={isBusy} onClick={() => open(shared)}>
                Open a copy
                <span className="visually-hidden"> of {shared.title}</span>
              </button>
              {shared.may_withdraw && (
                <button type="button" className="act-quiet" disabled={isBusy} onClick={() => withdraw(shared)}>
                  Withdraw
                  <span className="visually-hidden"> {shared.title}</span>
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
