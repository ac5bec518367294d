import { useEffect, useId, useMemo, useState } from 'react'
import type { WholeRound } from '../../model/rounds'
import type { ElementId, Waste } from '../../model/types'
import { type MarkedKind, markedElements, paretoOf, paretoOfVotes, vitalFew, type WasteCount } from '../../model/waste'
import { useBoot } from '../boot'
import { getJson, sentenceOf } from '../dialogs/rest'
import { plainName } from '../fields/naming'
import { labelOf, WASTES } from '../fields/words'
import { useRounds } from '../rounds/useRounds'
import { useBoardStore, useStore } from '../useStore'
import { ParetoChart } from './ParetoChart'
import { WasteIcon } from './WasteIcon'

const KINDS: Readonly<Record<MarkedKind | 'all', string>> = {
  all: 'everything',
  step: 'steps',
  queue: 'queues',
  flow: 'arrows',
}

/** How often each waste is marked and where, the most frequent first; or the dots that people gave to the wastes. */
export function Pareto({ onShow }: { onShow: (id: ElementId) => void }) {
  const elements = useStore((state) => state.elements)
  const [kind, setKind] = useState<MarkedKind | 'all'>('all')
  const [waste, setWaste] = useState<Waste | null>(null)
  const [isOfVotes, setOfVotes] = useState(false)
  const votes = useWasteVotes()
  const only = kind === 'all' ? null : kind
  const marks = useMemo(() => paretoOf(elements, only), [elements, only])
  const counts = isOfVotes && votes ? votes : marks
  const select = useId()
  return (
    <section className="wastes-part" aria-labelledby="wastes-pareto">
      <h3 id="wastes-pareto">What comes most often</h3>
      <div className="pareto-choices">
        {votes && (
          <fieldset className="pareto-of">
            <legend className="visually-hidden">Count</legend>
            <label>
              <input type="radio" checked={!isOfVotes} onChange={() => setOfVotes(false)} /> marks on the map
            </label>
            <label>
              <input type="radio" checked={isOfVotes} onChange={() => setOfVotes(true)} /> dots of the votes
            </label>
          </fieldset>
        )}
        {!(isOfVotes && votes) && (
          <label htmlFor={select} className="pareto-kind">
            Marks on{' '}
            <select id={select} value={kind} onChange={(event) => setKind(event.target.value as MarkedKind | 'all')}>
              {Object.entries(KINDS).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {counts.length === 0 ? (
        <p className="wastes-empty">
          {isOfVotes
            ? 'Nobody gave a dot.'
            : 'Nothing is marked yet. Ask where work piles up and why, not who is slow.'}
        </p>
      ) : (
        <>
          <p className="pareto-words">{paretoWords(counts)}</p>
          <ParetoChart counts={counts} />
          <CountTable counts={counts} isOfVotes={isOfVotes && votes !== null} chosen={waste} onChoose={setWaste} />
        </>
      )}
      {marks.length > 0 && <ByElement waste={waste} kind={only} onShow={onShow} onAll={() => setWaste(null)} />}
    </section>
  )
}

/** “2 of 5 wastes make up 83 %: waiting, motion.” */
function paretoWords(counts: readonly WasteCount[]): string {
  const few = vitalFew(counts)
  const share = Math.round((few.at(-1)?.cumulativeShare ?? 1) * 100)
  const names = few.map(({ waste }) => labelOf(WASTES, waste)).join(', ')
  if (counts.length === 1) return `All of it is ${names}.`
  return `${few.length} of ${counts.length} wastes ${few.length === 1 ? 'makes' : 'make'} up ${share} %: ${names}.`
}

/** What people gave in the newest revealed round of votes on the wastes; read again when another one is revealed. */
function useWasteVotes(): WasteCount[] | null {
  const boot = useBoot()
  const store = useBoardStore()
  const [votes, setVotes] = useState<WasteCount[] | null>(null)
  const map = useStore((state) => state.map?.id)
  const revealed = useRounds()
    .filter(({ kind, state }) => kind === 'votes' && state === 'revealed')
    .map(({ id }) => id)
    .join(' ')
  useEffect(() => {
    if (revealed === '') return
    let isCurrent = true
    // Only a whole round says what was voted on.
    getJson<{ results: WholeRound[] }>(`/api/workshops/${boot.workshop.id}/rounds/`).then(
      ({ results }) => {
        const newest = results.findLast(
          (round) => round.map === map && round.options.on === 'wastes' && revealed.includes(round.id),
        )
        if (isCurrent) setVotes(newest ? paretoOfVotes(newest.result?.targets ?? []) : null)
      },
      (error: unknown) => {
        if (isCurrent) store.notify({ tone: 'error', message: sentenceOf(error) })
      },
    )
    return () => {
      isCurrent = false
    }
  }, [revealed, map, boot, store])
  return votes
}

interface TableProps {
  counts: readonly WasteCount[]
  isOfVotes: boolean
  chosen: Waste | null
  onChoose: (waste: Waste | null) => void
}

function CountTable({ counts, isOfVotes, chosen, onChoose }: TableProps) {
  return (
    <table className="pareto-table">
      <thead>
        <tr>
          <th scope="col">Waste</th>
          <th scope="col">{isOfVotes ? 'Dots' : 'Marks'}</th>
          <th scope="col">With those above</th>
        </tr>
      </thead>
      <tbody>
        {counts.map(({ waste, marks, cumulativeShare }) => (
          <tr key={waste}>
            <th scope="row">
              <button
                type="button"
                aria-pressed={chosen === waste}
                title="Only what suffers from it, below"
                onClick={() => onChoose(chosen === waste ? null : waste)}
              >
                <WasteIcon waste={waste} /> {labelOf(WASTES, waste)}
              </button>
            </th>
            <td>{marks}</td>
            <td>{Math.round(cumulativeShare * 100)} %</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface ByElementProps {
  waste: Waste | null
  kind: MarkedKind | null
  onShow: (id: ElementId) => void
  onAll: () => void
}

/** The same by element: where the most is marked. */
function ByElement({ waste, kind, onShow, onAll }: ByElementProps) {
  const store = useBoardStore()
  const elements = useStore((state) => state.elements)
  const found = useMemo(() => markedElements(elements, waste, kind), [elements, waste, kind])
  const show = (id: ElementId) => {
    store.setPresence({ selection: [id] })
    onShow(id)
  }
  return (
    <>
      <h4 className="by-element-title">
        {waste === null ? 'Where the most is marked' : `Where ${labelOf(WASTES, waste)} is marked`}
        {waste !== null && (
          <button type="button" className="button-quiet" onClick={onAll}>
            All wastes
          </button>
        )}
      </h4>
      <ul className="by-element">
        {found.map(({ id, wastes }) => (
          <li key={id}>
            <button type="button" onClick={() => show(id)}>
              <span className="by-element-name">{plainName(elements, id)}</span>
              <span className="by-element-wastes">
                {wastes.map((one) => (
                  <span key={one} title={labelOf(WASTES, one)}>
                    <WasteIcon waste={one} />
                    <span className="visually-hidden">{labelOf(WASTES, one)}</span>
                  </span>
                ))}
              </span>
              <strong>{wastes.length}</strong>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
