import { useState } from 'react'
import { newId } from '../../model/edits'
import { useBoot } from '../boot'
import { postJson, sentenceOf } from '../dialogs/rest'
import { addressOf } from '../sandbox/ask'

interface Making {
  isBusy: boolean
  failure: string | null
  make: (asked: Readonly<Record<string, unknown>>) => Promise<void>
}

/** Makes a map out of this one by posting to `place`, and goes to it; says why not. */
export function useMaking(place: string): Making {
  const boot = useBoot()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  // A second press after a lost answer must not make a second map.
  const [opId] = useState(newId)
  const make = async (asked: Readonly<Record<string, unknown>>) => {
    if (isBusy) return
    setBusy(true)
    setFailure(null)
    try {
      const made = await postJson<{ id: string }>(addressOf(boot, place), { ...asked, op_id: opId }, boot.csrf)
      window.location.assign(`/maps/${made.id}/`)
    } catch (error) {
      setFailure(sentenceOf(error))
      setBusy(false)
    }
  }
  return { isBusy, failure, make }
}
