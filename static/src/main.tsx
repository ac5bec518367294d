/** Starts the board of the page: store, what was left unsaved, socket, screen. */

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Board } from './board/Board'
import { beforeNextPicture } from './board/nextPicture'
import type { Boot } from './model/boot'
import { createStore, type Store } from './store'
import { createClient } from './sync/client'
import { openOutbox } from './sync/outbox'
import { createSandboxKeeper } from './sync/sandboxKeeper'

function elementById(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The page has no element “${id}”, so the board cannot start.`)
  return element
}

/** Another map, live and to be looked at: a store of its own on a socket of its own. */
function connect(socket: string): { store: Store; close: () => void } {
  const store = createStore(beforeNextPicture)
  const client = createClient({ store, url: socket, reload: () => window.location.reload() })
  client.start()
  return { store, close: () => client.stop() }
}

async function start(): Promise<void> {
  const boot = JSON.parse(elementById('boot').textContent ?? '') as Boot
  const store = createStore(beforeNextPicture)
  const keeper = createSandboxKeeper(boot.map.id, boot.me.id)
  createRoot(elementById('board')).render(
    <StrictMode>
      <Board store={store} boot={boot} keeper={keeper} connect={connect} />
    </StrictMode>,
  )
  // What is left from the last visit goes first: the order of edits is the order in which they were made.
  await openOutbox({ store, map: boot.map.id, participant: boot.me.id })
  createClient({ store, url: boot.socket, reload: () => window.location.reload() }).start()
}

void start()
