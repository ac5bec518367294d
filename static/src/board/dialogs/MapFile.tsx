import { useRef, useState } from 'react'
import { newId } from '../../model/edits'
import { useBoot } from '../boot'
import { useBoardStore, useStore } from '../useStore'
import { type Problem, postFile, problemsOf, sentenceOf } from './rest'

/** The whole map as a file: out for everyone, in for facilitators, because it replaces what is here. */
export function MapFile({ onImported }: { onImported: () => void }) {
  const { urls, csrf } = useBoot()
  const store = useBoardStore()
  const role = useStore((state) => state.role)
  const count = useStore((state) => state.elements.size)
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<File | null>(null)
  const [opId, setOpId] = useState(newId)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<{ sentence: string; problems: Problem[] } | null>(null)

  const load = async () => {
    if (chosen === null) return
    setBusy(true)
    setError(null)
    try {
      const url = `${urls.file}?op_id=${opId}`
      const { charter_differences } = await postFile<{ charter_differences: string[] }>(url, chosen, csrf)
      for (const message of charter_differences) store.notify({ tone: 'info', message })
      onImported()
    } catch (failure) {
      setError({ sentence: sentenceOf(failure), problems: problemsOf(failure) })
    }
    setBusy(false)
  }

  return (
    <section className="dialog-section">
      <h3>The map as a file</h3>
      <p>Everything on this map with its charter, without loss. It can be loaded into a new workshop.</p>
      <p className="actions">
        <a className="act" href={urls.file} download>
          Download the map file
        </a>
        {role === 'facilitator' && (
          <button type="button" className="act" onClick={() => input.current?.click()}>
            Load a map file…
          </button>
        )}
      </p>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          setChosen(event.target.files?.[0] ?? null)
          setOpId(newId())
          setError(null)
          event.target.value = ''
        }}
      />
      {chosen !== null && (
        <div className="confirm">
          <p>
            “{chosen.name}” replaces everything on this map ({count} elements). It is one change: undo brings back what
            is here now.
          </p>
          <p className="actions">
            <button type="button" className="act-primary" disabled={isBusy} onClick={load}>
              Replace the map
            </button>
            <button type="button" className="act" onClick={() => setChosen(null)}>
              Keep what is here
            </button>
          </p>
        </div>
      )}
      <div aria-live="polite">
        {error !== null && <p className="field-error">{error.sentence}</p>}
        {error !== null && error.problems.length > 0 && (
          <ul className="problems">
            {error.problems.map((problem) => (
              <li key={`${problem.place} ${problem.sentence}`}>
                <code>{problem.place}</code> {problem.sentence}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
