/** Starts the board of the page: store, what was left unsaved, socket, screen. */

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Board } from './board/Board'
import { beforeNextPicture } from './board/nextPicture'
import type { Boot } from './model/boot'
import { createStore } from './store'
import { createClient } from './sync/client'
import { openOutbox } from './sync/outbox'
import { createSandboxKeeper } from './sync/sandboxKeeper'

function elementById(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`The page has no element “${id}”, so the board cannot start.`)
  return element
}

async function start(): Promise<void> {
  const boot = JSON.parse(elementById('boot').textContent ?? '') as Boot
  const store = createStore(beforeNextPicture)
  const keeper = createSandboxKeeper(boot.map.id, boot.me.id)
  createRoot(elementById('board')).render(
    <StrictMode>
      <Board store={store} boot={boot} keeper={keeper} />
    </StrictMode>,
  )
  // What is left from the last visit goes first: the order of edits is the order in which they were made.
  await openOutbox({ store, map: boot.map.id, participant: boot.me.id })
  createClient({ store, url: boot.socket, reload: () => window.location.reload() }).start()
}

void start()
