import { useEffect, useRef, useState } from 'react'
import { partsOf, type Said } from '../../model/comments'
import { useBoot } from '../boot'
import { sentenceOf } from '../dialogs/rest'
import { When } from '../dialogs/When'
import { initials } from '../shell/People'
import { personStyle } from '../shell/personStyle'
import { useBoardStore, useStore } from '../useStore'
import { Composer } from './Composer'
import { haveSeen, useMentions } from './mentions'
import { changeComment, takeAway } from './rest'
import { useCanComment } from './useComments'

/** One comment or reply: who says what when, and what its author can do with it. */
export function SaidView({ said, onChanged }: { said: Said; onChanged: () => void }) {
  const me = useStore((state) => state.me)
  const author = useStore((state) => state.people.get(said.author))
  const [isChanging, setChanging] = useState(false)
  const place = useSeen(said.id)
  const { csrf } = useBoot()
  const isOfMe = said.mentions.some(({ participant }) => participant === me)
  if (said.taken_away_by !== null) return <TakenAway by={said.taken_away_by} author={said.author} />
  return (
    <div ref={place} className="said" data-called={isOfMe} style={personStyle(author?.colour ?? 0)}>
      <p className="said-head">
        <span className="said-face" data-letters={initials(author?.name ?? '?')} aria-hidden="true" />
        <strong>{author?.name ?? 'Somebody'}</strong>
        <When at={said.written_at} />
        {said.edited_at !== null && <span className="quiet">edited</span>}
        {isOfMe && <span className="said-called">mentions you</span>}
      </p>
      {isChanging ? (
        <Composer
          place={`change-${said.id}`}
          label="Your comment"
          placeholder=""
          saw={said.text}
          sendLabel="Save"
          isFocused
          onSend={async ({ text, saw = said.text }, mentions) => {
            await changeComment(said.id, { text: text.trim(), mentions, saw }, csrf)
          }}
          onSent={() => {
            setChanging(false)
            onChanged()
          }}
          onCancel={() => setChanging(false)}
        />
      ) : (
        <>
          <Words said={said} />
          <SaidActs said={said} onChange={() => setChanging(true)} onGone={onChanged} />
        </>
      )}
    </div>
  )
}

function Words({ said }: { said: Said }) {
  let at = 0
  return (
    <p className="said-words">
      {partsOf(said.text, said.mentions).map(({ text, mention }) => {
        at += text.length
        return mention ? (
          <span key={at} className="said-mention">
            {text}
          </span>
        ) : (
          text
        )
      })}
    </p>
  )
}

function TakenAway({ by, author }: { by: string; author: string }) {
  const people = useStore((state) => state.people)
  const name = (id: string) => people.get(id)?.name ?? 'somebody'
  return (
    <p className="said said-gone">
      {by === author ? `Taken away by ${name(by)}` : `A comment of ${name(author)}, taken away by ${name(by)}`}
    </p>
  )
}

interface ActsProps {
  said: Said
  onChange: () => void
  onGone: () => void
}

function SaidActs({ said, onChange, onGone }: ActsProps) {
  const store = useBoardStore()
  const { csrf } = useBoot()
  const me = useStore((state) => state.me)
  const role = useStore((state) => state.role)
  const canComment = useCanComment()
  const [isAsking, setAsking] = useState(false)
  const sure = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isAsking) sure.current?.focus()
  }, [isAsking])
  const isMine = said.author === me
  if (!canComment || (!isMine && role !== 'facilitator')) return null
  const take = () => {
    setAsking(false)
    takeAway(said.id, csrf).then(onGone, (error: unknown) =>
      store.notify({ tone: 'error', message: sentenceOf(error) }),
    )
  }
  if (isAsking) {
    return (
      <p className="said-acts said-sure">
        <span>It cannot be brought back.</span>
        <button type="button" ref={sure} className="act-quiet said-take" onClick={take}>
          Take it away
        </button>
        <button type="button" className="act-quiet" onClick={() => setAsking(false)}>
          Keep it
        </button>
      </p>
    )
  }
  return (
    <p className="said-acts">
      {isMine && (
        <button type="button" className="act-quiet" onClick={onChange}>
          Edit
        </button>
      )}
      <button type="button" className="act-quiet" onClick={() => setAsking(true)}>
        Take away
      </button>
    </p>
  )
}

/** Tells that a comment that mentions me has come before my eyes. */
function useSeen(comment: string) {
  const place = useRef<HTMLDivElement>(null)
  const { workshop, csrf } = useBoot()
  const isUnread = useMentions().some((mention) => mention.comment === comment)
  useEffect(() => {
    if (!isUnread || !place.current) return
    const watching = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      watching.disconnect()
      haveSeen(workshop.id, comment, csrf)
    })
    watching.observe(place.current)
    return () => watching.disconnect()
  }, [isUnread, comment, workshop.id, csrf])
  return place
}
