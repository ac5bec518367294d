/** A private what-if over a reload: one for each map and participant, kept in IndexedDB and followed by every tab. */

import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { MapInfo, ParticipantId } from '../model/types'
import type { KeptSandbox } from '../sandboxStore'

interface Schema extends DBSchema {
  sandboxes: { key: string; value: KeptSandbox }
}

export interface SandboxKeeper {
  /** What is kept; null for nothing, and where this browser keeps nothing. */
  load(): Promise<KeptSandbox | null>
  /** Keeps the newest, or deletes it; one after the other. False where this browser keeps nothing. */
  save(kept: KeptSandbox | null): Promise<boolean>
  /** Tells what another tab of this browser has made of it. */
  onOther(listener: (kept: KeptSandbox | null) => void): void
}

const DATABASE = 'vsm-workshop-sandboxes'

export function createSandboxKeeper(map: MapInfo['id'], participant: ParticipantId): SandboxKeeper {
  const owner = `${map}/${participant}`
  let opened: Promise<IDBPDatabase<Schema>> | null = null
  const database = () => {
    opened ??= openDB<Schema>(DATABASE, 1, { upgrade: (created) => void created.createObjectStore('sandboxes') })
    return opened
  }
  const others = new BroadcastChannel(`vsm-sandbox-${owner}`)
  let saving: Promise<boolean> = Promise.resolve(true)

  async function write(kept: KeptSandbox | null): Promise<boolean> {
    try {
      if (kept) await (await database()).put('sandboxes', kept, owner)
      else await (await database()).delete('sandboxes', owner)
    } catch {
      return false
    }
    others.postMessage(kept)
    return true
  }

  return {
    async load() {
      try {
        return (await (await database()).get('sandboxes', owner)) ?? null
      } catch {
        return null
      }
    },
    save(kept) {
      saving = saving.then(() => write(kept))
      return saving
    },
    onOther(listener) {
      others.onmessage = ({ data }: MessageEvent<KeptSandbox | null>) => listener(data)
    },
  }
}
