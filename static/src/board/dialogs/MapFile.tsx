import { useRef, useState } from 'react'
import { newId } from '../../model/edits'
import { useBoot } from '../boot'
import { useStore } from '../useStore'
import { type Problem, postFile, problemsOf, sentenceOf } from './rest'

interface Failure {
  sentence: string
  problems: Problem[]
}

/** The whole map as a file: out for everyone, in for facilitators, because it replaces what is here. */
export function MapFile({ onImported }: { onImported: () => void }) {
  const { urls, csrf } = useBoot()
  const role = useStore((state) => state.role)
  const count = useStore((state) => state.elements.size)
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<File | null>(null)
  const [opId, setOpId] = useState(newId)
  /** What of the file's charter was not taken over; null before an import. */
  const [kept, setKept] = useState<readonly string[] | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<Failure | null>(null)

  const load = async () => {
    if (chosen === null) return
    setBusy(true)
    setError(null)
    try {
      const url = `${urls.file}?op_id=${opId}`
      const { charter_differences } = await postFile<{ charter_differences: string[] }>(url, chosen, csrf)
      if (charter_differences.length === 0) onImported()
      setKept(charter_differences)
      setChosen(null)
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
          setKept(null)
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
        {kept !== null && kept.length > 0 && (
          <>
            <p>The map is loaded. The workshop keeps its own charter where the file says something else:</p>
            <ul className="differences">
              {kept.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <button type="button" className="act-primary" onClick={onImported}>
              To the map
            </button>
          </>
        )}
        {error !== null && <p className="field-error">{headingOf(error)}</p>}
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

function headingOf({ sentence, problems }: Failure): string {
  if (problems.length === 0) return sentence
  const count = problems.length === 1 ? 'One thing is' : `${problems.length} things are`
  return `${count} wrong with this file. Nothing was changed.`
}
