import './opening.css'
import { useEffect, useState } from 'react'
import type { PlanEntry, Proposals } from '../../model/opening'
import type { ElementId } from '../../model/types'
import { useBoot } from '../boot'
import { getJson, postJson, sentenceOf } from '../dialogs/rest'
import { Section } from '../inspector/Section'
import { addressOf } from '../sandbox/ask'
import { useStore } from '../useStore'

const PLACE = 'bursts/improvements/'

/** A burst on the plan, or the way there; nothing in a what-if, which nobody else has. */
export function OnThePlan({ id }: { id: ElementId }) {
  const boot = useBoot()
  const isInWhatIf = useStore((state) => state.whatIf !== null)
  const [answer, setAnswer] = useState<{ entry: PlanEntry | null; may: boolean } | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  useEffect(() => {
    if (isInWhatIf) return
    let isCurrent = true
    const take = ({ may_propose, results }: Proposals) => {
      const entry = results.find(({ element }) => element === id)?.improvement ?? null
      if (isCurrent) setAnswer({ entry, may: may_propose })
    }
    const fail = (error: unknown) => isCurrent && setFailure(sentenceOf(error))
    getJson<Proposals>(addressOf(boot, PLACE)).then(take, fail)
    return () => {
      isCurrent = false
    }
  }, [boot, id, isInWhatIf])
  if (isInWhatIf) return null
  const propose = async () => {
    setSending(true)
    setFailure(null)
    try {
      await postJson(addressOf(boot, PLACE), { elements: [id] }, boot.csrf)
      // Somebody else may have been quicker: what is there now is asked for, not what was sent.
      const { may_propose, results } = await getJson<Proposals>(addressOf(boot, PLACE))
      setAnswer({ entry: results.find(({ element }) => element === id)?.improvement ?? null, may: may_propose })
    } catch (error) {
      setFailure(sentenceOf(error))
    }
    setSending(false)
  }
  return (
    <Section title="Plan">
      {answer?.entry && (
        <a className="act" href={answer.entry.path}>
          On the plan: {answer.entry.state_label}
        </a>
      )}
      {answer && !answer.entry && answer.may && (
        <button type="button" className="act" disabled={isSending} onClick={() => void propose()}>
          Put on the plan
        </button>
      )}
      {answer && !answer.entry && !answer.may && <p className="opening-words">It is not on the plan yet.</p>}
      {failure !== null && (
        <p className="field-error" role="alert">
          {failure}
        </p>
      )}
    </Section>
  )
}
