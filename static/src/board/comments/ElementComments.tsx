import './comments.css'
import { useState } from 'react'
import type { ElementId } from '../../model/types'
import { useBoot } from '../boot'
import { Composer } from './Composer'
import { sendNew } from './sending'
import { ThreadCard } from './ThreadCard'
import { useCanComment, useThreads } from './useComments'

const SOME = 20

/** The threads about one element, those that are open first of all; and the place to begin one. */
export function ElementComments({ id }: { id: ElementId }) {
  const { map, csrf } = useBoot()
  const canComment = useCanComment()
  const [hasResolved, showResolved] = useState(false)
  const [count, setCount] = useState(SOME)
  const wanted = { standing: hasResolved ? 'all' : 'open', element: id } as const
  const { threads, hasMore, isLoaded, error, reload } = useThreads(wanted, count)
  return (
    <div className="comments-here">
      {error !== null && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      {threads.map((thread) => (
        <ThreadCard key={thread.comment.id} thread={thread} hasAbout={false} onChanged={reload} />
      ))}
      {hasMore && (
        <button type="button" className="act-quiet" onClick={() => setCount(count + SOME)}>
          Older comments
        </button>
      )}
      {isLoaded && threads.length === 0 && (
        <p className="quiet">{hasResolved ? 'Nobody has commented on it.' : 'No open comment on it.'}</p>
      )}
      {canComment && (
        <Composer
          place={`on-${id}`}
          label="New comment"
          placeholder="Comment …"
          sendLabel="Comment"
          onSend={(draft, mentions) => sendNew(map.id, { element: id }, draft, mentions, csrf)}
          onSent={reload}
        />
      )}
      <label className="comments-switch">
        <input type="checkbox" checked={hasResolved} onChange={(event) => showResolved(event.target.checked)} />
        Resolved ones too
      </label>
    </div>
  )
}
