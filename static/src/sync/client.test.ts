import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ModelNetwork } from '../../../tests/js/modelNetwork'
import { byAna, open, pass, state } from '../../../tests/js/modelPage'
import { addStep, setFields } from '../model/edits'

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('connecting', () => {
  it('says hello first, without a last_seq, and is live after the welcome', async () => {
    const page = await open()
    expect(page.network.received[0]?.message).toEqual({ t: 'hello', protocol: 1, last_seq: null })
    expect(state(page)).toBe('live')
    expect(page.store.getState().me).toBe('ben')
  })

  it('R4: comes back with its last_seq and takes the replay', async () => {
    const page = await open()
    byAna(page.network, 'One')
    await pass(page, 100)
    page.network.setDown('ben', true)
    byAna(page.network, 'Two')
    page.network.setDown('ben', false)
    await pass(page, 3000)
    expect(page.sent('hello').at(-1)).toEqual({ t: 'hello', protocol: 1, last_seq: 1 })
    expect([...page.store.getState().elements.values()].map((element) => 'name' in element && element.name)).toEqual([
      'One',
      'Two',
    ])
    expect(state(page)).toBe('live')
  })

  it('says offline only when the connection does not come back at once', async () => {
    const page = await open()
    page.network.setDown('ben', true)
    expect(state(page)).toBe('connecting')
    await pass(page, 1900)
    expect(state(page)).toBe('connecting')
    await pass(page, 200)
    expect(state(page)).toBe('offline')
    await pass(page, 20_000)
    expect(state(page)).toBe('offline')
    page.network.setDown('ben', false)
    await pass(page, 6000)
    expect(state(page)).toBe('live')
  })

  it('says offline where there was never a connection', async () => {
    const network = new ModelNetwork()
    network.setDown('ben', true)
    const page = await open(network)
    await pass(page, 3000)
    expect(state(page)).toBe('offline')
  })

  it('tries at most 5 s apart while somebody looks, and at once when the network is back', async () => {
    const page = await open()
    page.network.setDown('ben', true)
    await pass(page, 60_000)
    const before = page.network.count
    await pass(page, 20_000)
    expect(page.network.count - before).toBeGreaterThanOrEqual(4)
    expect(page.network.count - before).toBeLessThanOrEqual(9)
    page.network.setDown('ben', false)
    window.dispatchEvent(new Event('online'))
    await pass(page, 100)
    expect(state(page)).toBe('live')
  })

  it('is patient in a tab that nobody looks at, and back at once when somebody does', async () => {
    const page = await open()
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    page.network.setDown('ben', true)
    await pass(page, 120_000)
    const before = page.network.count
    await pass(page, 60_000)
    expect(page.network.count - before).toBeLessThanOrEqual(4)
    page.network.setDown('ben', false)
    hidden.mockReturnValue(false)
    document.dispatchEvent(new Event('visibilitychange'))
    await pass(page, 100)
    expect(state(page)).toBe('live')
  })

  it('leaves a socket on which nobody answers pings', async () => {
    const page = await open()
    const old = page.socket()
    old.dead = true
    await pass(page, 8_900)
    expect(page.network.count).toBe(1)
    await pass(page, 2_000)
    expect(page.network.count).toBe(2)
    expect(old.readyState).toBe(3)
    expect(state(page)).toBe('live')
  })

  it('leaves a socket on which no welcome comes', async () => {
    const network = new ModelNetwork()
    const welcome = vi.spyOn(network.server, 'answer').mockReturnValue({ mine: [{ t: 'pong', seq: 0 }], all: [] })
    const page = await open(network)
    await pass(page, 9_000)
    expect(network.count).toBe(1)
    welcome.mockRestore()
    await pass(page, 3_000)
    expect(network.count).toBe(2)
    expect(state(page)).toBe('live')
  })

  it('waits longer for the next welcome, because a whole map takes its time on a slow network', async () => {
    const network = new ModelNetwork()
    const welcome = vi.spyOn(network.server, 'answer').mockReturnValue({ mine: [], all: [] })
    const page = await open(network)
    await pass(page, 11_000)
    expect(network.count).toBe(2)
    await pass(page, 17_000)
    expect(network.count).toBe(2)
    expect(page.sent('ping')).toEqual([])
    await pass(page, 5_000)
    expect(network.count).toBe(3)
    welcome.mockRestore()
  })

  it('stops when told to', async () => {
    const page = await open()
    page.client.stop()
    await pass(page, 60_000)
    expect(page.network.count).toBe(1)
    expect(page.network.sockets.size).toBe(0)
  })
})

describe('receiving', () => {
  it('R2: repairs a gap on the same socket, and asks once', async () => {
    const page = await open()
    byAna(page.network, 'One')
    page.socket().down = []
    byAna(page.network, 'Two')
    byAna(page.network, 'Three')
    page.socket().takeDown()
    page.network.carry()
    expect(page.sent('hello').slice(1)).toEqual([{ t: 'hello', protocol: 1, last_seq: 0 }])
    expect(page.network.count).toBe(1)
    expect(page.store.getState().seq).toBe(3)
  })

  it('asks again for what came between its hello and the welcome', async () => {
    const page = await open()
    byAna(page.network, 'One')
    page.socket().down = []
    byAna(page.network, 'Two')
    page.socket().takeDown()
    // The hello is under way. Its welcome is made, then operation 3 overtakes it and 4 is lost with the gap before it.
    page.socket().takeUp()
    const [welcome] = page.socket().down.splice(0)
    byAna(page.network, 'Three')
    byAna(page.network, 'Four')
    page.socket().down.shift()
    if (welcome) page.socket().down.push(welcome)
    page.network.carry()
    expect(page.store.getState().seq).toBe(4)
  })

  it('takes the whole map where a replay does not follow on what it has', async () => {
    const page = await open()
    byAna(page.network, 'One')
    byAna(page.network, 'Two')
    page.socket().down = []
    byAna(page.network, 'Three')
    page.socket().takeDown()
    page.socket().takeUp()
    const { server } = page.network
    page.socket().down = [{ ...server.welcome('ben', 'c1', 1), replay: server.log.slice(1) }]
    page.network.carry()
    expect(page.sent('hello').at(-1)).toEqual({ t: 'hello', protocol: 1, last_seq: null })
    expect(page.store.getState().seq).toBe(3)
  })

  it('R6: a pong that stays ahead for more than a second is a gap', async () => {
    const page = await open()
    byAna(page.network, 'One')
    page.socket().down = []
    await pass(page, 5_500)
    expect(page.sent('hello')).toHaveLength(1)
    expect(page.store.getState().seq).toBe(0)
    await pass(page, 1_000)
    expect(page.sent('hello')).toHaveLength(2)
    expect(page.store.getState().seq).toBe(1)
  })

  it('does not stumble over a message of a later version', async () => {
    const page = await open()
    page.socket().dispatchEvent(new MessageEvent('message', { data: '{"t":"tomorrow","timer":3}' }))
    byAna(page.network, 'One')
    await pass(page, 50)
    expect(page.store.getState().seq).toBe(1)
  })
})

describe('pending edits', () => {
  it('R5: an edit goes at once, is saving until it comes back, and live after that', async () => {
    const page = await open()
    const op_id = page.store.edit([addStep({ name: 'Review', x: 0, y: 0 })])
    expect(state(page)).toBe('saving')
    expect(page.store.getState().elements.size).toBe(1)
    await pass(page, 10)
    expect(page.sent('edit')).toMatchObject([{ op_id }])
    expect(page.store.getState().pending).toEqual([])
    expect(state(page)).toBe('live')
  })

  it('P1: what was made offline goes in order and under the same op_ids, and is counted meanwhile', async () => {
    const page = await open()
    page.network.setDown('ben', true)
    await pass(page, 3000)
    const first = page.store.edit([addStep({ name: 'Review', x: 0, y: 0 }, 'review')])
    const second = page.store.edit([setFields(page.store.getState().elements, 'review', { people: 2 })])
    page.store.undo()
    expect(page.store.getState().connection).toMatchObject({ state: 'offline', pending: 3 })
    page.network.setDown('ben', false)
    await pass(page, 6000)
    expect(page.network.server.log.map(({ op_id, cause }) => [op_id, cause])).toEqual([
      [first, 'edit'],
      [second, 'edit'],
      [expect.any(String), 'undo'],
    ])
    expect(page.sent('edit')).toMatchObject([{ op_id: first }, { op_id: second }])
    expect(page.store.getState().elements.get('review')).toEqual({ kind: 'step', name: 'Review', x: 0, y: 0 })
    expect(page.store.getState().pending).toEqual([])
  })

  it('S2: an edit whose answer was lost is sent again and logged once', async () => {
    const page = await open()
    const op_id = page.store.edit([addStep({ name: 'Review', x: 0, y: 0 })])
    page.socket().takeUp()
    page.network.setDown('ben', true)
    page.network.setDown('ben', false)
    await pass(page, 3000)
    expect(page.network.server.log.map((operation) => operation.op_id)).toEqual([op_id])
    expect(page.store.getState().pending).toEqual([])
    expect(page.store.getState().elements.size).toBe(1)
  })

  it('sends again on a socket that lives what has had no answer for long', async () => {
    const page = await open()
    const op_id = page.store.edit([addStep({ name: 'Review', x: 0, y: 0 })])
    page.socket().up = []
    await pass(page, 14_000)
    expect(state(page)).toBe('saving')
    await pass(page, 8_000)
    expect(page.network.server.log.map((operation) => operation.op_id)).toEqual([op_id])
    expect(state(page)).toBe('live')
  })

  it('L2: sends no more than 30 edits a second, in order, however many there are', async () => {
    const page = await open()
    const ops = Array.from({ length: 200 }, (_, x) => page.store.edit([addStep({ name: 'Step', x, y: 0 })]))
    await pass(page, 1000)
    expect(page.sent('edit').length).toBeLessThanOrEqual(60)
    await pass(page, 9000)
    expect(page.network.server.log.map(({ op_id }) => op_id)).toEqual(ops)
  })

  it('L2: sends everything pending again after being told that it was too many', async () => {
    const page = await open()
    const op_id = page.store.edit([addStep({ name: 'Review', x: 0, y: 0 })])
    page.socket().up = []
    page.socket().down.push({ t: 'error', code: 'too_many', message: 'Too many.' })
    await pass(page, 1600)
    expect(page.network.server.log.map((operation) => operation.op_id)).toEqual([op_id])
    expect(page.store.getState().notices).toEqual([])
  })

  it('L2: lets nothing overtake an edit that was too many', async () => {
    const page = await open()
    const first = page.store.edit([addStep({ name: 'Review', x: 0, y: 0 })])
    page.socket().up = []
    page.socket().down.push({ t: 'error', code: 'too_many', message: 'Too many.' })
    page.socket().takeDown()
    const second = page.store.edit([addStep({ name: 'Test', x: 0, y: 0 })])
    expect(page.socket().up).toEqual([])
    await pass(page, 1600)
    expect(page.network.server.log.map(({ op_id }) => op_id)).toEqual([first, second])
  })

  it('L1: says so where an edit is too large to send, and keeps the socket', async () => {
    const page = await open()
    page.store.edit(Array.from({ length: 3000 }, (_, x) => addStep({ name: 'é'.repeat(60), x, y: 0 })))
    expect(page.store.getState().notices.at(-1)?.message).toMatch(/too large \(\d+ KiB; at most 256 KiB/)
    expect(page.store.getState().pending).toEqual([])
    await pass(page, 100)
    expect(page.sent('edit')).toEqual([])
    expect(state(page)).toBe('live')
  })
})
