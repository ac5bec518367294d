import './sign.css'
import { useEffect, useRef, useState } from 'react'
import { openWords } from '../../model/comments'
import type { ElementId } from '../../model/types'
import { partsOf } from '../shell/parts'
import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { openComments } from './open'
import { useHasComments, useOpenOn } from './useComments'

const useParts = partsOf(
  () => import('./CommentParts'),
  'The comments could not be loaded. Open them again when the connection is back.',
)

/** All comments beside the map while they are open; a round has the place before them. */
export function CommentsPlace() {
  const ui = useUiStore()
  useCommentOfAddress()
  const isFree = useUi(({ round }) => round?.isAside ?? true)
  const at = useUi((state) => state.comments)
  const hasComments = useHasComments()
  const parts = useParts(at !== null && hasComments && isFree, () => ui.set({ comments: null }))
  return at && parts && <parts.CommentsPanel at={at} />
}

/** The comments on one element, in its details. */
export function ElementCommentsPlace({ id }: { id: ElementId }) {
  const ui = useUiStore()
  const count = useOpenOn(id)
  const isAsked = useUi((state) => state.commentsOf === id)
  const [isOpen, setOpen] = useState(count > 0 || isAsked)
  const parts = useParts(isOpen, () => setOpen(false))
  const place = useRef<HTMLDetailsElement>(null)
  const isThere = parts !== null
  useEffect(() => {
    if (!isAsked) return
    setOpen(true)
    if (!isThere) return
    place.current?.scrollIntoView({ block: 'start' })
    place.current?.querySelector('summary')?.focus({ preventScroll: true })
    ui.set({ commentsOf: null })
  }, [isAsked, isThere, ui])
  // A comment of somebody else opens what stands empty before my eyes.
  useEffect(() => {
    if (count > 0) setOpen(true)
  }, [count])
  const hasComments = useHasComments()
  if (!hasComments) return null
  return (
    <details
      ref={place}
      className="history element-comments"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        Comments
        {count > 0 && (
          <span className="comments-count">
            <span aria-hidden="true">{count}</span>
            <span className="visually-hidden">{openWords(count)}</span>
          </span>
        )}
      </summary>
      {parts && <parts.ElementComments id={id} />}
    </details>
  )
}

/** Opens the thread that the address names (`?comment=`), once the map is there. */
function useCommentOfAddress(): void {
  const ui = useUiStore()
  const isLoaded = useStore((state) => state.map !== null)
  const [wanted, setWanted] = useState(() => new URLSearchParams(window.location.search).get('comment'))
  useEffect(() => {
    if (wanted === null || !isLoaded) return
    openComments(ui, { write: false, thread: wanted })
    setWanted(null)
  }, [wanted, isLoaded, ui])
}
