import { useEffect, useMemo } from 'react'
import type { ElementId, Person } from '../../model/types'
import type { Store } from '../../store'
import { useBoardStore, useStore } from '../useStore'

interface Editing {
  /** Who else has the cursor in this very field. */
  others: Person[]
  start: () => void
  end: () => void
}

/** Tells the room that I am writing in this field, and me who else is. */
export function useEditing(elementId: ElementId, field: string): Editing {
  const store = useBoardStore()
  const presence = useStore((state) => state.presence)
  const people = useStore((state) => state.people)
  const writing = useMemo(() => {
    const others: Person[] = []
    for (const { participant, editing } of presence.values()) {
      if (editing?.id !== elementId || editing.field !== field) continue
      const person = people.get(participant)
      if (person && !others.includes(person)) others.push(person)
    }
    return {
      others,
      start: () => store.setPresence({ editing: { id: elementId, field } }),
      end: () => leave(store, elementId, field),
    }
  }, [store, presence, people, elementId, field])
  // A field that is taken away while the cursor is in it hears of no leaving.
  useEffect(() => () => leave(store, elementId, field), [store, elementId, field])
  return writing
}

function leave(store: Store, elementId: ElementId, field: string): void {
  const mine = store.getState().own.editing
  if (mine?.id === elementId && mine.field === field) store.setPresence({ editing: null })
}

/** “Ben writes here”, “Ben and Mia write here”. */
export function writersSentence(others: readonly Person[]): string {
  const names = others.map((person) => person.name)
  const last = names.pop()
  if (last === undefined) return ''
  return names.length === 0 ? `${last} writes here` : `${names.join(', ')} and ${last} write here`
}
