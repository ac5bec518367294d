import type { Average, PublicRound, WholeRound } from '../../model/rounds'
import { EFFORT_WORDS, targetName, WORK_WORDS } from '../../model/rounds'
import { useStore } from '../useStore'
import { CircleActs } from '../waste/CircleSection'
import { EstimatesResult } from './EstimatesResult'
import { useWholeRound } from './useRounds'

/** What the round found, for everybody at once. */
export function Results({ round }: { round: PublicRound }) {
  const whole = useWholeRound(round)
  if (!whole?.result) return <p className="round-aside-words">The result is on its way …</p>
  return (
    <div className="round-body round-results">
      <p className="round-people">{peopleWords(whole.result.people)}</p>
      {whole.result.people > 0 && <Found whole={whole} />}
    </div>
  )
}

export function peopleWords(people: number): string {
  if (people === 0) return 'Nobody has written anything in this round.'
  return people === 1 ? 'One person has written.' : `${people} people have written.`
}

function Found({ whole }: { whole: WholeRound }) {
  switch (whole.kind) {
    case 'notes':
      return <NotesResult whole={whole} />
    case 'estimates':
      return <EstimatesResult whole={whole} />
    case 'votes':
      return <VotesResult whole={whole} />
    case 'effort':
      return <EffortResult whole={whole} />
    case 'constraint':
      return <ConstraintResult whole={whole} />
  }
}

function useNames(): (participant: string) => string {
  const people = useStore((state) => state.people)
  return (participant) => people.get(participant)?.name ?? 'somebody'
}

function NotesResult({ whole }: { whole: WholeRound }) {
  const elements = useStore((state) => state.elements)
  const nameOf = useNames()
  return (
    <>
      <p className="quiet">They are on the map, beside what they are about.</p>
      <ul className="round-said">
        {whole.result?.notes?.map((note) => {
          const about = note.about === undefined ? undefined : elements.get(note.about)
          return (
            <li key={note.id}>
              <p>{note.text}</p>
              <small>
                {note.participant !== undefined && <strong>{nameOf(note.participant)}</strong>}
                {about && 'name' in about && about.name && <span>about {about.name}</span>}
              </small>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function VotesResult({ whole }: { whole: WholeRound }) {
  const elements = useStore((state) => state.elements)
  const nameOf = useNames()
  const targets = whole.result?.targets ?? []
  const most = Math.max(1, ...targets.map(({ count }) => count))
  return (
    <ol className="round-ranking">
      {targets.map(({ target, count, rank, by }) => (
        <li key={target} data-first={rank === 1 && count > 0} data-none={count === 0}>
          <span className="round-rank">{count > 0 ? rank : '–'}</span>
          <span className="round-ranked">
            <span>{targetName(whole.options, target, elements)}</span>
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect width="100" height="6" className="round-bar-ground" />
              <rect width={(100 * count) / most} height="6" />
            </svg>
            {by && (
              <small>
                {by.map(({ participant, dots }) => `${nameOf(participant)}${dots > 1 ? ` ${dots}` : ''}`).join(', ')}
              </small>
            )}
          </span>
          <strong>
            {count}
            <span className="visually-hidden"> {count === 1 ? 'dot' : 'dots'}</span>
          </strong>
        </li>
      ))}
    </ol>
  )
}

function EffortResult({ whole }: { whole: WholeRound }) {
  const elements = useStore((state) => state.elements)
  return (
    <>
      <p className="quiet">It stays as a lane under the timeline.</p>
      <ul className="round-efforts">
        {whole.result?.steps?.map(({ element, customer, worker }) => (
          <li key={element}>
            <h3>{targetName(whole.options, element, elements)}</h3>
            {customer && <Scores title="Customer" average={customer} words={EFFORT_WORDS} />}
            {worker && <Scores title="People in it" average={worker} words={WORK_WORDS} />}
          </li>
        ))}
      </ul>
    </>
  )
}

function Scores({ title, average, words }: { title: string; average: Average; words: readonly string[] }) {
  const most = Math.max(1, ...average.counts)
  return (
    <div className="round-scores">
      <span>{title}</span>
      <svg viewBox="0 0 60 20" aria-hidden="true">
        {average.counts.map((count, place) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the score
            key={place}
            x={place * 12 + 1}
            y={19 - (17 * count) / most}
            width="10"
            height={1 + (17 * count) / most}
          />
        ))}
      </svg>
      <strong>{average.mean.toFixed(1)}</strong>
      <small>
        {words[Math.round(average.mean)]} · {average.n}
        <span className="visually-hidden"> people; from 1 to 5: {average.counts.join(', ')}</span>
      </small>
    </div>
  )
}

function ConstraintResult({ whole }: { whole: WholeRound }) {
  const elements = useStore((state) => state.elements)
  const isFacilitator = useStore((state) => state.role === 'facilitator')
  const nameOf = useNames()
  const steps = whole.result?.steps ?? []
  const figures = whole.result?.figures ?? null
  const first = steps[0]
  const agrees = figures !== null && first?.element === figures.step
  const rule = figures?.rule === 'utilisation' ? 'by load' : 'by pile-up'
  return (
    <>
      <p className="round-figures-say" data-agrees={figures === null ? undefined : agrees}>
        {figures === null
          ? whole.result?.figures_hidden
            ? 'What the figures say is shown again once the round that is on is revealed.'
            : 'The figures cannot tell the constraint yet.'
          : `The figures say ${targetName(whole.options, figures.step, elements)}, ${rule}. ${
              agrees ? 'The room agrees.' : 'The room sees it differently: that is worth a talk.'
            }`}
      </p>
      <ol className="round-ranking">
        {steps.map(({ element, count = 0, judged = [] }, place) => (
          <li key={element} data-first={place === 0}>
            <span className="round-rank">{count}</span>
            <span className="round-ranked">
              <span>{targetName(whole.options, element, elements)}</span>
              <ul className="round-reasons">
                {judged.map(({ text, participant }, index) =>
                  text === undefined && participant === undefined ? null : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: two people may say the same
                    <li key={index}>
                      {text !== undefined && `“${text}”`} {participant !== undefined && nameOf(participant)}
                    </li>
                  ),
                )}
              </ul>
              {isFacilitator && elements.get(element)?.kind === 'step' && <CircleActs id={element} round={whole.id} />}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
