import { useState } from 'react'
import { type About, aboutWords, type Thread } from '../../model/comments'
import { useElementOnMap } from '../analysis/useElementOnMap'
import { useBoot } from '../boot'
import { sentenceOf } from '../dialogs/rest'
import { When } from '../dialogs/When'
import { plainName } from '../fields/naming'
import { useBoardStore, useStore } from '../useStore'
import { Composer } from './Composer'
import { settle } from './rest'
import { SaidView } from './SaidView'
import { sendNew } from './sending'
import { useCanComment } from './useComments'

interface ThreadProps {
  thread: Thread
  /** Where it is not plain from the place what it is about. */
  hasAbout: boolean
  onChanged: () => void
}

/** Of a long thread the beginning and the end are shown first. */
const REPLIES_SHOWN = 4

/** A comment with its replies. */
export function ThreadCard({ thread, hasAbout, onChanged }: ThreadProps) {
  const { comment, replies, resolved_at: resolvedAt } = thread
  const author = useStore((state) => state.people.get(comment.author)?.name ?? 'somebody')
  const about = useAbout(thread)
  const [isWhole, setWhole] = useState(false)
  const hidden = isWhole ? 0 : Math.max(0, replies.length - REPLIES_SHOWN)
  return (
    <article
      className="thread"
      data-resolved={resolvedAt !== null}
      aria-label={`Comment of ${author} on ${aboutWords(about)}`}
    >
      {hasAbout && <AboutLine about={about} />}
      <SaidView said={comment} onChanged={onChanged} />
      {hidden > 0 && (
        <button type="button" className="act-quiet thread-more" onClick={() => setWhole(true)}>
          {hidden} earlier {hidden === 1 ? 'reply' : 'replies'}
        </button>
      )}
      {replies.length > 0 && (
        <ol className="thread-replies" aria-label="Replies">
          {replies.slice(hidden).map((reply) => (
            <li key={reply.id}>
              <SaidView said={reply} onChanged={onChanged} />
            </li>
          ))}
        </ol>
      )}
      <ThreadFoot thread={thread} onChanged={onChanged} />
    </article>
  )
}

const stay = () => undefined

/** What it is about as the map is now: it may have been renamed or removed since the thread was read. */
function useAbout({ about }: Thread): About | null {
  const elements = useStore((state) => state.elements)
  if (about === null) return null
  return elements.has(about.id)
    ? { ...about, name: plainName(elements, about.id), removed: false }
    : { ...about, removed: true }
}

function AboutLine({ about }: { about: About | null }) {
  const onMap = useElementOnMap(stay)
  return (
    <p className="thread-about">
      on{' '}
      {about !== null && !about.removed ? (
        <button type="button" className="act-quiet" onClick={() => onMap.show(about.id)}>
          {about.name}
        </button>
      ) : (
        <span>{aboutWords(about)}</span>
      )}
    </p>
  )
}

function ThreadFoot({ thread, onChanged }: { thread: Thread; onChanged: () => void }) {
  const store = useBoardStore()
  const { map, csrf } = useBoot()
  const canComment = useCanComment()
  const [isReplying, setReplying] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const { comment, resolved_at: resolvedAt, resolved_by: resolvedBy } = thread
  const by = useStore((state) => (resolvedBy === null ? null : (state.people.get(resolvedBy)?.name ?? 'somebody')))
  const isResolved = resolvedAt !== null
  const turn = async () => {
    setBusy(true)
    try {
      await settle(comment.id, !isResolved, csrf)
      onChanged()
    } catch (error) {
      store.notify({ tone: 'error', message: sentenceOf(error) })
    }
    setBusy(false)
  }
  return (
    <footer className="thread-foot">
      {isResolved && (
        <p className="thread-resolved">
          Resolved by {by} <When at={resolvedAt} />
        </p>
      )}
      {canComment && isReplying && (
        <Composer
          place={`reply-${comment.id}`}
          label="Your reply"
          placeholder={isResolved ? 'A reply opens it again' : 'Reply …'}
          sendLabel="Reply"
          isFocused
          onSend={(draft, mentions) => sendNew(map.id, { reply_to: comment.id }, draft, mentions, csrf)}
          onSent={() => {
            setReplying(false)
            onChanged()
          }}
          onCancel={() => setReplying(false)}
        />
      )}
      {canComment && !isReplying && (
        <div className="thread-acts">
          <button type="button" className="act-quiet" onClick={() => setReplying(true)}>
            Reply
          </button>
          <button type="button" className="act-quiet" disabled={isBusy} onClick={() => void turn()}>
            {isResolved ? 'Reopen' : 'Resolve'}
          </button>
        </div>
      )}
    </footer>
  )
}
