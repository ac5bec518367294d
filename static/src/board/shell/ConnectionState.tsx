import type { Connection } from '../../store'
import { useStore } from '../useStore'

/** Whether what I see is what everybody has: always in sight, in words and colour. */
export function ConnectionState() {
  const connection = useStore((state) => state.connection)
  return (
    <span className="connection" role="status" data-state={connection.state}>
      <span className="connection-dot" aria-hidden="true" />
      {connectionWords(connection)}
    </span>
  )
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
