import './comments.css'
import { useState } from 'react'
import { aboutWords, type MentionOfMe, openTotal } from '../../model/comments'
import type { ElementId } from '../../model/types'
import { useBoot } from '../boot'
import { plainName } from '../fields/naming'
import { SidePanel } from '../shell/SidePanel'
import { type Ui, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { useMentions } from './mentions'
import { NewComment } from './NewComment'
import type { Standing } from './rest'
import { ThreadCard } from './ThreadCard'
import { useCanComment, useOpenComments, useThread, useThreads } from './useComments'

/** All comments of the map beside it, or one thread that somebody came for; a sheet on a phone. */
export function CommentsPanel({ at }: { at: NonNullable<Ui['comments']> }) {
  const ui = useUiStore()
  const { thread } = at
  return (
    // Whoever came to write has the cursor in the field.
    <SidePanel title="Comments" className="comments" isFocused={!at.write} onClose={() => ui.set({ comments: null })}>
      {thread === undefined ? <All isWriting={at.write} /> : <OneThread key={thread} comment={thread} />}
    </SidePanel>
  )
}

const SOME = 50

function All({ isWriting }: { isWriting: boolean }) {
  const { map } = useBoot()
  const [standing, setStanding] = useState<Standing>('open')
  const [only, setOnly] = useState<ElementId | null>(null)
  const [count, setCount] = useState(SOME)
  const { threads, hasMore, isLoaded, error, reload } = useThreads({ standing, element: only }, count)
  const total = openTotal(useOpenComments(), map.id)
  const canComment = useCanComment()
  const isMissing = new Set(threads.flatMap(({ comment, replies }) => [comment.id, ...replies.map(({ id }) => id)]))
  const elsewhere = useMentions().filter(({ comment }) => isLoaded && !isMissing.has(comment))
  return (
    <div className="comments-body">
      <Calls mentions={elsewhere} />
      {canComment && <NewComment isFocused={isWriting} onSent={reload} />}
      <div className="comments-filter">
        <fieldset className="comments-standing">
          <legend className="visually-hidden">Which comments</legend>
          {STANDINGS.map(({ value, label }) => (
            <label key={value}>
              <input
                type="radio"
                name="comments-standing"
                checked={standing === value}
                onChange={() => setStanding(value)}
              />
              <span>{value === 'open' && total > 0 ? `${label} (${total})` : label}</span>
            </label>
          ))}
        </fieldset>
        <OnlyAbout only={only} onChange={setOnly} />
      </div>
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {threads.map((thread) => (
        <ThreadCard key={thread.comment.id} thread={thread} hasAbout onChanged={reload} />
      ))}
      {!isLoaded && error === null && <p className="quiet">Looking…</p>}
      {isLoaded && threads.length === 0 && <Nothing standing={standing} canComment={canComment} />}
      {hasMore && (
        <button type="button" className="button" onClick={() => setCount(count + SOME)}>
          Older comments
        </button>
      )}
    </div>
  )
}

const STANDINGS: readonly { value: Standing; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'resolved', label: 'Resolved' },
  { value: 'all', label: 'All' },
]

function Nothing({ standing, canComment }: { standing: Standing; canComment: boolean }) {
  const words = {
    open: 'No comment is open.',
    resolved: 'No comment was resolved yet.',
    all: 'Nobody has commented on this map yet.',
  }
  return (
    <p className="quiet comments-none">
      {words[standing]}
      {canComment && standing !== 'resolved' && ' Say what you see, ask what you miss; @ calls somebody by name.'}
    </p>
  )
}

/** The one element that is selected can be looked at alone. */
function OnlyAbout({ only, onChange }: { only: ElementId | null; onChange: (only: ElementId | null) => void }) {
  const selected = useStore(({ own }) => (own.selection.length === 1 ? (own.selection[0] ?? null) : null))
  const elements = useStore((state) => state.elements)
  const id = only ?? selected
  if (id === null || !elements.has(id)) return null
  return (
    <label className="comments-switch">
      <input type="checkbox" checked={only !== null} onChange={(event) => onChange(event.target.checked ? id : null)} />
      Only on {plainName(elements, id)}
    </label>
  )
}

/** Where somebody calls me and the list below does not show it: resolved, older, or on another map. */
function Calls({ mentions }: { mentions: readonly MentionOfMe[] }) {
  const ui = useUiStore()
  const { map } = useBoot()
  const people = useStore((state) => state.people)
  if (mentions.length === 0) return null
  return (
    <ul className="calls" aria-label="You are mentioned">
      {mentions.map((mention) => {
        const { comment, about, author, text } = mention
        const words = (
          <>
            <strong>{people.get(author)?.name ?? 'Somebody'}</strong> mentions you on {aboutWords(about)}
            {mention.map !== map.id && `, ${mention.map_title}`}
            <span className="calls-text">{text}</span>
          </>
        )
        return (
          <li key={comment}>
            {mention.map === map.id ? (
              <button type="button" onClick={() => ui.set({ comments: { write: false, thread: comment } })}>
                {words}
              </button>
            ) : (
              <a href={`/maps/${mention.map}/?comment=${comment}`}>{words}</a>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function OneThread({ comment }: { comment: string }) {
  const ui = useUiStore()
  const { thread, error, reload } = useThread(comment)
  return (
    <div className="comments-body">
      <p className="comments-way">
        <button type="button" className="act-quiet" onClick={() => ui.set({ comments: { write: false } })}>
          ← All comments
        </button>
      </p>
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {thread && <ThreadCard thread={thread} hasAbout onChanged={reload} />}
    </div>
  )
}
