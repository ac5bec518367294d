import { useViewport, ViewportPortal } from '@xyflow/react'
import { personStyle } from '../shell/personStyle'
import { useStore } from '../useStore'
import { usePerson } from './useMarks'

/** Where the others point, each with their name; the same size at every zoom. */
export function Cursors() {
  const presence = useStore((state) => state.presence)
  const { zoom } = useViewport()
  return (
    <ViewportPortal>
      {Array.from(presence, ([connection, { participant, cursor }]) =>
        cursor ? <Cursor key={connection} participant={participant} x={cursor.x} y={cursor.y} zoom={zoom} /> : null,
      )}
    </ViewportPortal>
  )
}

function Cursor({ participant, x, y, zoom }: { participant: string; x: number; y: number; zoom: number }) {
  const person = usePerson(participant)
  if (!person) return null
  return (
    <div
      className="cursor"
      aria-hidden="true"
      style={personStyle(person.colour, { transform: `translate(${x}px, ${y}px) scale(${1 / zoom})` })}
    >
      <svg viewBox="0 0 16 18" aria-hidden="true">
        <path
          d="M2 1.5 14 8.6 8.5 10l-3 5.6Z"
          fill="var(--person)"
          stroke="var(--panel)"
          strokeWidth="1.4"
          strokeLinejoin="round"
        />
      </svg>
      <span>{person.name}</span>
    </div>
  )
}
