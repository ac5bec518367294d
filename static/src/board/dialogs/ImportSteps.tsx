import { useId, useRef, useState } from 'react'
import { newId } from '../../model/edits'
import { FIELD_NAMES } from '../../model/fields'
import { useBoot } from '../boot'
import { useCanEdit } from '../fields/useCanEdit'
import { Dialog } from './Dialog'
import { MapFile } from './MapFile'
import { type Problem, postJson, sentenceOf } from './rest'

/** What the server reads in a table of steps: each step in words, what it cannot read, and columns that it leaves out. */
interface Preview {
  rows: Record<string, string>[]
  problems: Problem[]
  ignored: string[]
}

const EXAMPLE =
  'Step\tRole\tWait\tWork\t%C/A\nRequirements\tProduct\t3d\t1d\t80%\nDevelopment\tEngineering\t4d\t5d\t75%'

/** A table of steps, pasted or from a CSV file, becomes steps; and the whole map goes out or comes in as a file. */
export function ImportSteps({ text: pasted, onClose }: { text: string; onClose: () => void }) {
  const { urls, csrf } = useBoot()
  const id = useId()
  const canEdit = useCanEdit()
  const file = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(pasted)
  // The same for a second try: a table that did arrive is not added twice.
  const [opId, setOpId] = useState(newId)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  const send = async (isPreview: boolean) => {
    setBusy(true)
    setError(null)
    try {
      const body = { text, preview: isPreview, ...(isPreview ? {} : { op_id: opId }) }
      const answer = await postJson<Preview>(urls.steps_import, body, csrf)
      if (isPreview) setPreview(answer)
      else onClose()
    } catch (failure) {
      setError(sentenceOf(failure))
    }
    setBusy(false)
  }
  const write = (next: string) => {
    setText(next)
    setOpId(newId())
    setPreview(null)
    setError(null)
  }

  return (
    <Dialog title="Bring in and take out" onClose={onClose} width="wide">
      {canEdit && (
        <section className="dialog-section">
          <h3>Steps from a table</h3>
          <label htmlFor={id}>
            Paste cells from a spreadsheet, or lines with commas. The first line may name the columns: step, role, wait,
            work, %C/A, people, batch.
          </label>
          <textarea
            id={id}
            className="field-input import-text"
            rows={8}
            value={text}
            placeholder={EXAMPLE}
            onChange={(event) => write(event.target.value)}
          />
          <input
            ref={file}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            hidden
            onChange={async (event) => {
              const chosen = event.target.files?.[0]
              if (chosen) write(await chosen.text())
            }}
          />
          <p className="actions">
            <button type="button" className="act" onClick={() => file.current?.click()}>
              Read a CSV file…
            </button>
            <button
              type="button"
              className={preview ? 'act' : 'act-primary'}
              disabled={text.trim() === '' || isBusy}
              onClick={() => send(true)}
            >
              Preview
            </button>
            {preview && preview.rows.length > 0 && (
              <button
                type="button"
                className="act-primary"
                disabled={isBusy || preview.problems.length > 0}
                onClick={() => send(false)}
              >
                Add {preview.rows.length === 1 ? '1 step' : `${preview.rows.length} steps`}
              </button>
            )}
          </p>
          <div aria-live="polite">
            {error !== null && <p className="field-error">{error}</p>}
            {preview && <PreviewTable preview={preview} />}
          </div>
        </section>
      )}
      <MapFile onImported={onClose} />
    </Dialog>
  )
}

function PreviewTable({ preview: { rows, problems, ignored } }: { preview: Preview }) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return (
    <>
      {problems.length > 0 && (
        <>
          <p className="field-error">Put this right in the text above, then look at the preview again.</p>
          <ul className="problems">
            {problems.map(({ place, sentence }) => (
              <li key={`${place} ${sentence}`}>
                <strong>{place}:</strong> {sentence}
              </li>
            ))}
          </ul>
        </>
      )}
      {ignored.length > 0 && (
        <p className="quiet">Left out, because no field of a step is called so: {ignored.join(', ')}.</p>
      )}
      {rows.length > 0 && (
        <div className="table-scroll">
          <table className="plain-table">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column === 'name' ? 'step' : (FIELD_NAMES[column] ?? column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a pasted table have no other name than their place
                <tr key={place}>
                  {columns.map((column) => (
                    <td key={column}>{row[column]}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
