import type { Connection } from '../../store'
import { useStore } from '../useStore'

/** Whether what I see is what everybody has: always in sight, in words and colour. */
export function ConnectionState() {
  const connection = useStore((state) => state.connection)
  return (
    <span className="connection" role="status" data-state={connection.state} title={connectionWords(connection)}>
      <span className="connection-dot" aria-hidden="true" />
      <span className="connection-words">{connectionWords(connection)}</span>
      <span className="connection-short" aria-hidden="true">
        {shortWords(connection)}
      </span>
    </span>
  )
}

/** On a phone the title needs the room: one word, and how many edits are kept. */
function shortWords({ state, pending }: Connection): string {
  const words = { connecting: 'Connecting', live: 'Live', saving: 'Saving', offline: 'Offline', closed: 'Ended' }[state]
  return pending > 0 && state !== 'saving' ? `${words} · ${pending}` : words
}

export function connectionWords({ state, pending }: Connection): string {
  const edits = `${pending} edit${pending === 1 ? '' : 's'} kept`
  switch (state) {
    case 'connecting':
      return pending > 0 ? `Connecting · ${edits}` : 'Connecting …'
    case 'live':
      return 'Live · everything saved'
    case 'saving':
      return 'Saving …'
    case 'offline':
      return pending > 0 ? `Offline · ${edits}` : 'Offline'
    case 'closed':
      return pending > 0 ? `Not connected · ${edits}` : 'Not connected'
  }
}
