import { useEffect } from 'react'
import { calendarOf } from '../../model/calendar'
import { type Draft, type PublicRound, type RoundOptions, statementsOf } from '../../model/rounds'
import { useStore } from '../useStore'
import { EstimatesForm } from './EstimatesForm'
import { ConstraintForm, EffortForm } from './JudgeForms'
import type { PartState, Saving } from './keeper'
import { NotesForm } from './NotesForm'
import { useMyPart } from './useRounds'
import { VotesForm } from './VotesForm'

interface FormProps {
  round: PublicRound
  options: RoundOptions
  isOpen: boolean
}

/** What each form gets: what I have typed, and how to change it. */
export interface PartProps {
  options: RoundOptions
  draft: Draft
  isDisabled: boolean
  problems: Record<string, string>
  onChange: (part: Partial<Draft>) => void
}

/** Writing unseen: kept here at once, sent a moment later, changed until the round closes. */
export function WriteForm({ round, options, isOpen }: FormProps) {
  const { part, keeper } = useMyPart(round, options)
  const charter = useStore((state) => state.charter)
  const { statements, problems } = statementsOf(round.kind, options, part.draft, calendarOf(charter))
  useEffect(() => {
    // What is under way at the end still counts.
    if (!isOpen) keeper.flush()
  }, [isOpen, keeper])
  if (part.wroteElsewhere) {
    return (
      <p className="round-aside-words">
        You have written in this round already, in another browser or before its data was cleared. Because the round is
        anonymous, what you wrote can be changed there alone. It counts.
      </p>
    )
  }
  const isDisabled = !isOpen || part.isDone || !part.isLoaded
  const props: PartProps = {
    options,
    draft: part.draft,
    isDisabled,
    problems,
    onChange: (changed) => keeper.change({ ...part.draft, ...changed }),
  }
  return (
    <form
      className="round-write"
      onSubmit={(event) => {
        event.preventDefault()
        keeper.setDone(true)
      }}
    >
      <p className="round-promise">{promiseOf(round)}</p>
      <div className="round-body" data-done={part.isDone}>
        {round.kind === 'notes' && <NotesForm {...props} />}
        {round.kind === 'estimates' && <EstimatesForm {...props} />}
        {round.kind === 'votes' && <VotesForm {...props} />}
        {round.kind === 'effort' && <EffortForm {...props} />}
        {round.kind === 'constraint' && <ConstraintForm {...props} />}
      </div>
      <footer className="round-foot">
        <SavingWords
          part={part}
          isEmpty={statements.length === 0}
          unread={Object.keys(problems).length}
          isOpen={isOpen}
        />
        {isOpen && !part.isDone && (
          <button type="submit" className="button button-primary" disabled={!part.isLoaded}>
            I am done
          </button>
        )}
        {isOpen && part.isDone && (
          <button type="button" className="button" onClick={() => keeper.setDone(false)}>
            Change it
          </button>
        )}
      </footer>
    </form>
  )
}

function promiseOf({ anonymous }: PublicRound): string {
  return anonymous
    ? 'Nobody sees it before the reveal, and your name is never with it.'
    : 'Nobody sees it before the reveal; then your name is with it.'
}

const SAVING_WORDS: Readonly<Record<Saving, string>> = {
  saved: 'Saved, seen by you alone',
  sending: 'Saving …',
  unsent: 'Kept in this browser, not sent yet',
  refused: '',
}

interface SavingProps {
  part: PartState
  isEmpty: boolean
  /** How many figures cannot be read, and so are not sent. */
  unread: number
  isOpen: boolean
}

function SavingWords({ part, isEmpty, unread, isOpen }: SavingProps) {
  if (part.saving === 'refused') {
    return (
      <p className="round-saving" data-state="refused" role="alert">
        {part.sentence}
      </p>
    )
  }
  if (unread > 0 && part.saving === 'saved') {
    const which = unread === 1 ? 'One figure' : `${unread} figures`
    return (
      <p className="round-saving" data-state="unsent" aria-live="polite">
        {which} cannot be read and {unread === 1 ? 'is' : 'are'} not sent
      </p>
    )
  }
  const nothing = isOpen ? 'Nothing written yet' : 'You have written nothing'
  return (
    <p className="round-saving" data-state={part.saving} aria-live="polite">
      {isEmpty && part.saving === 'saved' ? nothing : SAVING_WORDS[part.saving]}
    </p>
  )
}
