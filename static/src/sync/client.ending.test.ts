import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ModelNetwork } from '../../../tests/js/modelNetwork'
import { open, pass, state } from '../../../tests/js/modelPage'
import { addStep } from '../model/edits'

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('close codes', () => {
  it.each([
    [4401, /sign in or join again/i],
    [4403, /removed/],
    [4404, /does not exist/],
  ])('%i is final, says why and keeps what is pending', async (code, words) => {
    const page = await open()
    page.store.edit([addStep({ name: 'Review', x: 0, y: 0 })])
    page.socket().end(code)
    await pass(page, 60_000)
    const { connection, pending } = page.store.getState()
    expect(connection).toMatchObject({ state: 'closed', reason: { code, message: expect.stringMatching(words) } })
    expect(pending).toHaveLength(1)
    expect(page.network.count).toBe(1)
    expect(page.store.canEdit()).toBe(false)
  })

  it('4409 reloads once; a page that is still old after that says so', async () => {
    const page = await open()
    page.socket().end(4409)
    expect(page.reload).toHaveBeenCalledTimes(1)
    const network = new ModelNetwork()
    network.refusesWith = 4409
    const again = await open(network)
    expect(again.reload).not.toHaveBeenCalled()
    expect(again.store.getState().connection).toMatchObject({ state: 'closed', reason: { code: 4409 } })
  })

  it('4429 waits ten seconds, whatever wakes it, and connects again', async () => {
    const page = await open()
    page.socket().end(4429)
    window.dispatchEvent(new Event('online'))
    await pass(page, 9_500)
    expect(page.network.count).toBe(1)
    await pass(page, 1_000)
    expect(page.network.count).toBe(2)
    expect(state(page)).toBe('live')
  })

  it('1012 leads to another server at once, and nobody is told', async () => {
    const page = await open()
    const seen = new Set<string>()
    page.store.subscribe(() => seen.add(state(page)))
    page.socket().end(1012)
    page.store.edit([addStep({ name: 'Review', x: 0, y: 0 })])
    await pass(page, 400)
    expect(page.network.count).toBe(2)
    await pass(page, 200)
    expect(page.store.getState().pending).toEqual([])
    expect(seen).toEqual(new Set(['live', 'saving']))
  })

  it('1012 of the only server says offline only when it stays away for two seconds', async () => {
    const page = await open()
    page.socket().end(1012)
    page.network.setDown('ben', true)
    await pass(page, 1_900)
    expect(state(page)).not.toBe('offline')
    await pass(page, 200)
    expect(state(page)).toBe('offline')
    page.network.setDown('ben', false)
    await pass(page, 3_000)
    expect(state(page)).toBe('live')
  })

  it('says why the server ended the socket for as long as it does, not as a notice', async () => {
    const page = await open()
    const message = 'The database does not answer.'
    page.socket().down.push({ t: 'error', code: 'unavailable', message })
    page.socket().takeDown()
    page.network.setDown('ben', true)
    await pass(page, 8000)
    expect(page.store.getState().connection).toMatchObject({ state: 'offline', reason: { message } })
    expect(page.store.getState().notices).toEqual([])
    page.network.setDown('ben', false)
    await pass(page, 6000)
    expect(page.store.getState().connection).toEqual({ state: 'live', pending: 0, since: expect.any(Number) })
  })

  it('shows other errors as notices', async () => {
    const page = await open()
    page.socket().down.push({ t: 'error', code: 'unreadable', message: 'This is no message.' })
    await pass(page, 50)
    expect(page.store.getState().notices).toMatchObject([{ message: 'This is no message.' }])
  })

  it('1009 and other ends connect again', async () => {
    const page = await open()
    page.socket().end(1009)
    await pass(page, 1_000)
    expect(state(page)).toBe('live')
  })
})

describe('presence', () => {
  it('is sent at most 20 times a second, the newest last, and only when it changed', async () => {
    const page = await open()
    for (let x = 0; x < 100; x += 1) {
      page.store.setPresence({ cursor: { x, y: 0 } })
      await vi.advanceTimersByTimeAsync(10)
    }
    await pass(page, 200)
    const sent = page.sent('presence')
    expect(sent.length).toBeGreaterThan(10)
    expect(sent.length).toBeLessThanOrEqual(22)
    expect(sent.at(-1)).toEqual({ t: 'presence', cursor: { x: 99, y: 0 }, selection: [], editing: null })
    page.store.setPresence({ cursor: { x: 99, y: 0 } })
    await pass(page, 200)
    expect(page.sent('presence')).toHaveLength(sent.length)
  })

  it('is told anew after a reconnect', async () => {
    const page = await open()
    page.store.setPresence({ selection: ['review'] })
    await pass(page, 100)
    page.network.setDown('ben', true)
    page.network.setDown('ben', false)
    await pass(page, 2000)
    expect(page.sent('presence')).toHaveLength(2)
  })

  it('stays below its size limit with everything selected', async () => {
    const page = await open()
    page.store.setPresence({ selection: Array.from({ length: 5000 }, (_, index) => `element-${index}`) })
    await pass(page, 100)
    expect(JSON.stringify(page.sent('presence')[0]).length).toBeLessThan(16 * 1024)
  })
})
