import { useState, useSyncExternalStore } from 'react'
import { newId } from '../../model/edits'
import { useBoot } from '../boot'
import { postJson, sentenceOf } from '../dialogs/rest'
import { useBoardStore } from '../useStore'
import { addressAt, useReplayDoorOf } from './replay'
import { SaveMoment } from './SaveMoment'

/** The ways on from the moment that is shown; before it is, there is only the way back. */
export function Ways({ isReady, seq, head }: { isReady: boolean; seq: number; head: number }) {
  const { live, leave } = useReplayDoorOf()
  const store = useBoardStore()
  const { urls, csrf } = useBoot()
  const isFacilitator = useLiveState(live, (state) => state.role === 'facilitator')
  const now = useLiveState(live, (state) => state.seq)
  const [isBusy, setBusy] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const since = Math.max(0, now - head)
  const restore = async () => {
    setBusy(true)
    try {
      await postJson<unknown>(urls.restore, { op_id: newId(), seq }, csrf)
      leave()
      live.notify({
        tone: 'info',
        message: 'The map is as it was then: one new change for everyone, which undo takes back.',
      })
    } catch (failure) {
      store.notify({ tone: 'error', message: sentenceOf(failure) })
      setBusy(false)
    }
  }
  const copy = async () => {
    const address = addressAt(seq)
    try {
      await navigator.clipboard.writeText(address)
      store.notify({ tone: 'info', message: 'The link to this moment is copied.' })
    } catch {
      // Without leave to copy, the address bar has the link.
      window.history.replaceState(null, '', address)
      store.notify({ tone: 'info', message: 'The address of this page is the link to this moment now; copy it there.' })
    }
  }
  return (
    <>
      <div className="replay-ways">
        {isReady && since > 0 && (
          <span role="status">
            {since} {since === 1 ? 'edit' : 'edits'} since
          </span>
        )}
        {isReady && (
          <>
            <button type="button" className="button" onClick={() => void copy()}>
              Copy link
            </button>
            <a className="button" href={addressAt(seq)} target="_blank" rel="noopener">
              New window
            </a>
          </>
        )}
        {isReady && isFacilitator && (
          <button type="button" className="button" onClick={() => setSaving(true)}>
            Save as a state
          </button>
        )}
        {isReady && isFacilitator && seq < now && (
          <button type="button" className="button" disabled={isBusy} onClick={() => void restore()}>
            Restore this moment
          </button>
        )}
        <button type="button" className="button replay-leave" onClick={leave}>
          Back to now
        </button>
      </div>
      {isSaving && <SaveMoment seq={seq} onClose={() => setSaving(false)} />}
    </>
  )
}

function useLiveState<Value>(
  live: ReturnType<typeof useReplayDoorOf>['live'],
  selector: (state: ReturnType<typeof live.getState>) => Value,
): Value {
  return useSyncExternalStore(live.subscribe, () => selector(live.getState()))
}
