import { Panel, useOnViewportChange, useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useMemo } from 'react'
import type { Presence } from '../../model/types'
import { personStyle } from '../shell/personStyle'
import { useBoardStore, useStore } from '../useStore'
import { glideMs, seenArea } from './seen'

/** Follows the person whose face was pressed, and tells the others what I see while they follow me. */
export function FollowOnMap() {
  const followed = useStore((state) => state.own.follows)
  return (
    <>
      {followed !== undefined && <Following participant={followed} />}
      <Followers />
    </>
  )
}

function Following({ participant }: { participant: string }) {
  const store = useBoardStore()
  const flow = useReactFlow()
  const person = useStore((state) => state.people.get(participant))
  const entry = useStore(({ presence }) => entryOf(presence, participant))
  const stop = useCallback(() => store.setPresence({ follows: undefined }), [store])
  const isGone = entry === undefined
  useEffect(() => {
    if (!isGone) return
    store.notify({
      tone: 'info',
      message: `${person?.name ?? 'This person'} has left the map; you look by yourself now.`,
    })
    stop()
  }, [isGone, person, stop, store])
  const view = entry?.view
  useEffect(() => {
    if (view) void flow.fitBounds(view, { padding: 0, duration: glideMs(120) })
  }, [flow, view])
  if (!person) return null
  return (
    <>
      <div className="follow-frame" style={personStyle(person.colour)} aria-hidden="true" />
      <Panel position="top-center">
        <div className="follow-words" style={personStyle(person.colour)} role="status">
          <span>Following {person.name}</span>
          <button type="button" onClick={stop}>
            Stop following <kbd>Esc</kbd>
          </button>
        </div>
      </Panel>
    </>
  )
}

function entryOf(presence: ReadonlyMap<string, Presence>, participant: string): Presence | undefined {
  const entries = Array.from(presence.values()).filter((entry) => entry.participant === participant)
  return entries.find((entry) => entry.view !== undefined) ?? entries[0]
}

function Followers() {
  const store = useBoardStore()
  const flow = useReactFlow()
  const presence = useStore((state) => state.presence)
  const people = useStore((state) => state.people)
  const me = useStore((state) => state.me)
  const names = useMemo(() => {
    const ids = Array.from(presence.values()).filter(({ follows }) => follows !== undefined && follows === me)
    return [...new Set(ids.map(({ participant }) => people.get(participant)?.name ?? 'Somebody'))]
  }, [presence, people, me])
  const isFollowed = names.length > 0
  const tell = useCallback(() => {
    if (isFollowed) store.setPresence({ view: seenArea(flow) ?? undefined })
  }, [isFollowed, store, flow])
  useOnViewportChange({ onChange: tell })
  useEffect(() => {
    if (!isFollowed) return
    tell()
    window.addEventListener('resize', tell)
    return () => {
      window.removeEventListener('resize', tell)
      store.setPresence({ view: undefined })
    }
  }, [isFollowed, tell, store])
  if (!isFollowed) return null
  const shown =
    names.length > 2
      ? `${names.length} people follow`
      : `${names.join(' and ')} ${names.length > 1 ? 'follow' : 'follows'}`
  return (
    <Panel position="top-left">
      <p className="followed-words">{shown} you</p>
    </Panel>
  )
}
