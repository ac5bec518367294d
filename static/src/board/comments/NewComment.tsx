import { useEffect, useState } from 'react'
import type { ElementId, Elements } from '../../model/types'
import { useBoot } from '../boot'
import { plainName } from '../fields/naming'
import { useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { Composer } from './Composer'
import { sendNew } from './sending'

/** A new comment about whatever one chooses: what is selected, at first. */
export function NewComment({ isFocused, onSent }: { isFocused: boolean; onSent: () => void }) {
  const ui = useUiStore()
  const { map, csrf } = useBoot()
  const elements = useStore((state) => state.elements)
  const selected = useStore(({ own }) => (own.selection.length === 1 ? (own.selection[0] ?? '') : ''))
  const [about, choose] = useState<ElementId | ''>(selected)
  const [isOpen, setOpen] = useState(isFocused)
  const [asked, ask] = useState(0)
  useEffect(() => {
    if (!isFocused) return
    setOpen(true)
    choose(selected)
    ask((count) => count + 1)
    ui.set({ comments: { write: false } })
  }, [isFocused, selected, ui])
  if (!isOpen) {
    return (
      <button
        type="button"
        className="button comments-new"
        onClick={() => {
          choose(selected)
          setOpen(true)
        }}
      >
        New comment
      </button>
    )
  }
  return (
    <div className="comments-write">
      <label>
        <span>About</span>
        <select value={about} onChange={(event) => choose(event.target.value)}>
          <option value="">The whole map</option>
          {/* What was removed while one wrote can still be spoken of. */}
          {about !== '' && !elements.has(about) && <option value={about}>What was just removed</option>}
          {KINDS.map(({ kind, label }) => (
            <Group key={kind} kind={kind} label={label} elements={elements} />
          ))}
        </select>
      </label>
      <Composer
        key={`${asked} ${about}`}
        place={`on-${about}`}
        label="New comment"
        placeholder="Comment …"
        sendLabel="Comment"
        isFocused
        onSend={(draft, mentions) => sendNew(map.id, { element: about }, draft, mentions, csrf)}
        onSent={() => {
          setOpen(false)
          onSent()
        }}
        onCancel={() => setOpen(false)}
      />
    </div>
  )
}

const KINDS = [
  { kind: 'step', label: 'Steps' },
  { kind: 'queue', label: 'Queues' },
  { kind: 'note', label: 'Notes' },
  { kind: 'flow', label: 'Arrows' },
] as const

function Group({ kind, label, elements }: { kind: string; label: string; elements: Elements }) {
  const ids = [...elements].filter(([, element]) => element.kind === kind).map(([id]) => id)
  if (ids.length === 0) return null
  return (
    <optgroup label={label}>
      {ids.map((id) => (
        <option key={id} value={id}>
          {plainName(elements, id)}
        </option>
      ))}
    </optgroup>
  )
}
