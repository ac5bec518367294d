import './sign.css'
import { openTotal, openWords } from '../../model/comments'
import { useBoot } from '../boot'
import { useUi, useUiStore } from '../shell/ui'
import { Bubble } from './Bubble'
import { useMentionNews, useMentions } from './mentions'
import { openComments } from './open'
import { useHasComments, useOpenComments } from './useComments'

/** The way to all comments: how many are open, and whether somebody calls me. */
export function CommentsButton() {
  const ui = useUiStore()
  const { map } = useBoot()
  const isOpen = useUi((state) => state.comments !== null)
  const total = openTotal(useOpenComments(), map.id)
  useMentionNews()
  const mentions = useMentions().length
  const hasComments = useHasComments()
  if (!hasComments) return null
  const mentionWords = `${mentions} mention${mentions === 1 ? '' : 's'}`
  const words = [mentions > 0 && `${mentionWords} of you`, total > 0 && openWords(total)].filter(Boolean).join(', ')
  return (
    <button
      type="button"
      className="button comments-button"
      data-called={mentions > 0}
      aria-expanded={isOpen}
      aria-label={words ? `Comments: ${words}` : 'Comments'}
      title={words ? `Comments: ${words} (K)` : 'Comments (K)'}
      onClick={() => openComments(ui, isOpen ? null : { write: false })}
    >
      <Bubble />
      {mentions > 0 ? <strong>{mentionWords}</strong> : total > 0 ? <span>{total}</span> : null}
    </button>
  )
}
