import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Difference } from '../model/sandbox'
import type { KeptSandbox } from '../sandboxStore'
import { createSandboxKeeper } from './sandboxKeeper'

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})

function kept(people: number): KeptSandbox {
  const of = { kind: 'step', name: 'Staging test', x: 0, y: 0 } as const
  const difference: Difference = { what: 'set', of, fields: { people }, saw: { people: null } }
  return { differences: new Map([['test', difference]]), past: [new Map()], future: [] }
}

it('brings back what was kept last, for the same map and person alone', async () => {
  const keeper = createSandboxKeeper('map', 'ben')
  expect(await keeper.load()).toBeNull()
  void keeper.save(kept(2))
  await keeper.save(kept(3))
  expect(await createSandboxKeeper('map', 'ben').load()).toEqual(kept(3))
  expect(await createSandboxKeeper('map', 'mia').load()).toBeNull()
  expect(await createSandboxKeeper('other', 'ben').load()).toBeNull()
  await keeper.save(null)
  expect(await createSandboxKeeper('map', 'ben').load()).toBeNull()
})

it('tells the other tabs of this browser, and not the tab itself', async () => {
  const [one, other] = [createSandboxKeeper('map', 'ben'), createSandboxKeeper('map', 'ben')]
  const mine = vi.fn()
  const heard = new Promise((resolve) => other.onOther(resolve))
  one.onOther(mine)
  await one.save(kept(2))
  expect(await heard).toEqual(kept(2))
  expect(mine).not.toHaveBeenCalled()
})

it('says where the browser keeps nothing', async () => {
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw new DOMException('No room.', 'QuotaExceededError')
    },
  })
  const keeper = createSandboxKeeper('map', 'ben')
  expect(await keeper.load()).toBeNull()
  expect(await keeper.save(kept(2))).toBe(false)
})
