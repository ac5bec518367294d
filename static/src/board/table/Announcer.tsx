import { useEffect, useRef, useState } from 'react'
import type { Calendar } from '../../model/types'
import { describeOperation } from '../inspector/describe'
import { useBoardStore, useStore } from '../useStore'

const EVERY_MS = 2_000
const SAID_AT_ONCE = 3

/** Says politely what others changed, several changes at once where they come quickly. */
export function Announcer({ calendar }: { calendar: Calendar }) {
  const store = useBoardStore()
  const operations = useStore((state) => state.lastOperations)
  const [words, setWords] = useState('')
  const told = useRef(store.getState().seq)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  useEffect(() => {
    if (timer.current !== null || !operations.some(({ seq }) => seq > told.current)) return
    timer.current = setTimeout(() => {
      timer.current = null
      const { lastOperations, me, people, elements } = store.getState()
      const news = lastOperations.filter(({ seq, actor }) => seq > told.current && actor !== me)
      told.current = store.getState().seq
      const said = news
        .slice(-SAID_AT_ONCE)
        .map((one) => `${people.get(one.actor)?.name ?? 'Somebody'} ${describeOperation(one, elements, calendar)}.`)
      const before = news.length - said.length
      if (said.length > 0) setWords(`${before > 0 ? `${before} more changes. ` : ''}${said.join(' ')}`)
    }, EVERY_MS)
  }, [operations, store, calendar])

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )

  return (
    <p className="visually-hidden" aria-live="polite">
      {words}
    </p>
  )
}
