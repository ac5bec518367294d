import { useEffect, useState } from 'react'
import { useBoot } from '../boot'
import { useStore } from '../useStore'

/** A short break is only shown at the foot; a longer one deserves a line. */
const PATIENCE_MS = 3000

/** Says what to do when the map is not live any more: wait, sign in, go back. */
export function ConnectionBanner() {
  const connection = useStore((state) => state.connection)
  const boot = useBoot()
  const isOffline = useLasting(connection.state === 'offline', connection.since)
  if (connection.state === 'closed') {
    const { code, message } = connection.reason ?? { code: 0, message: 'The connection to this map has ended.' }
    const kept = connection.pending > 0 ? ` ${connection.pending} of your edits are kept on this device.` : ''
    return (
      <div className="banner" data-tone="closed" role="alert">
        <span>
          {message}
          {kept}
        </span>
        {code === 4401 && <a href="/">Sign in or join again</a>}
        {(code === 4403 || code === 4404) && <a href={boot.urls.dashboard}>To my workshops</a>}
        {code !== 4401 && code !== 4403 && code !== 4404 && (
          <button type="button" onClick={() => window.location.reload()}>
            Load again
          </button>
        )}
      </div>
    )
  }
  if (!isOffline) return null
  const kept =
    connection.pending > 0
      ? `Your ${connection.pending === 1 ? 'edit is' : `${connection.pending} edits are`} kept here and sent as soon as the connection is back.`
      : 'You can go on; what you change is sent as soon as the connection is back.'
  return (
    <div className="banner" data-tone="offline" role="status">
      {connection.reason?.message ?? 'No connection.'} {kept}
    </div>
  )
}

function useLasting(holds: boolean, since: number): boolean {
  const [lasted, setLasted] = useState(false)
  useEffect(() => {
    if (!holds) return setLasted(false)
    const timer = setTimeout(() => setLasted(true), Math.max(0, since + PATIENCE_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [holds, since])
  return lasted
}
