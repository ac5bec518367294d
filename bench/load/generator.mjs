// One measured workload against one running server; prints one JSON object. Called by bench/run.py with its parameters as JSON.
import { account, totalCpu } from './accounting.mjs'
import { EditMix, SteadyMix, seedEdit } from './edits.mjs'
import { Samples, Tracker, median, now, round, sleep } from './samples.mjs'
import { traffic } from './socket.mjs'
import { stamp } from './stamps.mjs'

const settings = { mode: 'edits', people: 10, editors: 3, rate: 2, seconds: 12, warm_s: 2, seed: 300, repeat: 20, missed: 30, soak: false, room: 'board1', options: {}, processes: {} }
Object.assign(settings, JSON.parse(process.argv[2]))
const { people, editors, rate, seconds, warm_s, seed, repeat, missed, processes } = settings
const driver = await import(`../drivers/${settings.driver}.mjs`)
const closes = []
const refusals = []

const place = (name, index) => ({ port: settings.port, room: settings.room, options: settings.options, name, index })
const nothing = () => {}
const enter = (name, index, onStamp = nothing) =>
  driver.connect(place(name, index), {
    onStamp,
    onClose: (error) => closes.push(String(error?.message ?? error ?? 'closed')),
    onRefusal: (sentence) => refusals.push(sentence),
  })

async function enterAll(count, one) {
  const connections = []
  for (let first = 0; first < count; first += 10) {
    const group = Array.from({ length: Math.min(10, count - first) }, (_, index) => one(first + index))
    connections.push(...(await Promise.all(group)))
  }
  return connections
}

const within = (promise, ms, what) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error(`${what}: nothing within ${ms} ms`)), ms).unref())])

const fill = (connection) => within(connection.seed(Array.from({ length: seed }, (_, index) => seedEdit(index))), 15000, 'the seed')

/** Adds notes one edit each, by everybody in turn. */
async function add(connections, count, from) {
  for (let index = 0; index < count; index++) connections[index % connections.length].sendEdit(seedEdit(from + index))
  await sleep(500)
}

/** Sends for everyone whose turn it is until `end`; turns are spread evenly over each period. */
function pacer(senders, send) {
  const period = 1000 / rate
  const began = now() + 50
  const lag = new Samples()
  let turn = 0
  const due = () => began + Math.floor(turn / senders) * period + ((turn % senders) * period) / senders
  async function until(end) {
    while (now() < end) {
      while (due() <= now() && due() < end) {
        lag.add(now() - due())
        send(turn++ % senders)
      }
      await sleep(Math.max(1, Math.floor(Math.min(due(), end) - now())))
    }
  }
  return { began, lag, until }
}

async function stream(kind) {
  const first = await enter('seeder', 999)
  await fill(first)
  const senders = kind === 'E' ? editors : people
  const tracker = new Tracker(people, Math.ceil(rate * (seconds + warm_s)) + 10)
  const connections = await enterAll(people, (index) =>
    enter(`u${index}`, index, (found, sender, number) => found === kind && tracker.receive(index, sender, number)),
  )
  first.close()
  await sleep(500)
  const sources = Array.from({ length: senders }, (_, index) => ({ index: Math.floor((index * people) / senders), number: 0, mix: settings.soak ? new SteadyMix(index, seed) : new EditMix(index) }))
  for (const source of sources) tracker.register(source.index)
  const pace = pacer(senders, (turn) => {
    const source = sources[turn]
    const number = ++source.number
    const mark = stamp(kind, source.index, number)
    tracker.send(source.index, number)
    if (kind === 'E') connections[source.index].sendEdit(source.mix.next(mark))
    else connections[source.index].sendCursor({ x: 100 + ((number * 17) % 1900), y: 100 + ((number * 11) % 1200), number, stamp: mark })
  })
  await pace.until(pace.began + warm_s * 1000)
  tracker.reset()
  pace.lag.clear()
  const before = account(processes)
  const bytesBefore = traffic.bytesIn
  const generatorBefore = process.cpuUsage()
  const memory = []
  const look = () => memory.push(Math.round(Object.values(account(processes))[0].rss_mb))
  const looking = settings.soak ? setInterval(look, 5000) : null
  const began = now()
  await pace.until(pace.began + (warm_s + seconds) * 1000)
  const span = now() - began
  clearInterval(looking)
  const deliveredInTime = tracker.delivered
  const after = account(processes)
  const generator = process.cpuUsage(generatorBefore)
  const bytes = traffic.bytesIn - bytesBefore
  // What is still under way may arrive: a server that is behind is behind, not lossy.
  for (let waited = 0, had = -1; waited < 10000 && had !== tracker.delivered; waited += 500) {
    had = tracker.delivered
    await sleep(500)
  }
  const cpu = totalCpu(after) - totalCpu(before)
  const expected = tracker.sent * (people - 1)
  const newest = sources.map(({ index, number }) => [index, number])
  const result = {
    kind: kind === 'E' ? 'edits' : 'cursors',
    offered_per_s: round(expected / (span / 1000), 0),
    delivered_per_s: round(deliveredInTime / (span / 1000), 0),
    not_delivered: expected - tracker.delivered,
    newest_missing: kind === 'C' ? senders * (people - 1) - tracker.newestKnown(newest) : null,
    doubled: tracker.doubled,
    latency_ms: tracker.latency.summary(),
    acknowledgement_ms: tracker.acknowledgement.summary(),
    cpu_cores: round(cpu / (span / 1000), 3),
    cpu_ms_per_1000: round((cpu * 1e6) / (kind === 'C' ? expected : tracker.delivered), 1),
    cpu_by_process_s: Object.fromEntries(Object.keys(after).map((label) => [label, round(after[label].cpu_s - before[label].cpu_s, 2)])),
    rss_mb: Object.fromEntries(Object.entries(after).map(([label, { rss_mb }]) => [label, round(rss_mb, 0)])),
    memory_mb: memory,
    bytes_per_delivery: round(bytes / Math.max(1, deliveredInTime), 0),
    generator: { cores: round((generator.user + generator.system) / 1000 / span), lag_p99_ms: pace.lag.summary()?.p99 },
  }
  for (const connection of connections) connection.close()
  return result
}

const spread = (numbers) => (numbers.length ? { p50: round(median(numbers)), max: round(Math.max(...numbers)) } : null)

async function late() {
  const members = await enterAll(people, (index) => enter(`u${index}`, index))
  await fill(members[0])
  let present = seed
  const joins = []
  const catchUps = []
  let bytes = 0
  for (let turn = 0; turn < repeat; turn++) {
    const joined = await within(driver.join(place(`late${turn}`, 100 + turn), { expect: present }), 15000, 'late join')
    joins.push(joined.ms)
    bytes = joined.bytes
    joined.leave()
    await sleep(60)
  }
  for (let turn = 0; turn < repeat / 2; turn++) {
    const joined = await within(driver.join(place(`back${turn}`, 100 + turn), { expect: present }), 15000, 'join')
    await sleep(30)
    joined.drop()
    await add(members, missed, present)
    present += missed
    const back = await within(driver.join(place(`back${turn}`, 100 + turn), { expect: present, resume: joined }), 15000, 'catch-up')
    catchUps.push(back.ms)
    back.leave()
    await sleep(60)
  }
  for (const member of members) member.close()
  return { kind: 'late', join_ms: spread(joins), join_bytes: bytes, catch_up_ms: spread(catchUps) }
}

async function storm() {
  const members = await enterAll(people, (index) => enter(`u${index}`, index))
  await fill(members[0])
  const before = account(processes)
  const began = now()
  const joins = await Promise.all(
    Array.from({ length: repeat }, (_, index) => within(driver.join(place(`s${index}`, 100 + index), { expect: seed }), 30000, 'storm')),
  )
  const all = now() - began
  await sleep(200)
  const cpu = totalCpu(account(processes)) - totalCpu(before)
  for (const joined of joins) joined.leave()
  for (const member of members) member.close()
  return { kind: 'storm', joiners: repeat, join_p50_ms: round(median(joins.map(({ ms }) => ms))), all_live_ms: round(all), cpu_s: round(cpu) }
}

/** Creates notes until the server is killed; says what the other participant saw. */
async function crash() {
  const seen = new Set()
  const acknowledged = new Set()
  const observer = await enter('observer', 1, (kind, sender, number) => kind === 'E' && sender === 2 && seen.add(number))
  const editor = await enter('editor', 2, (kind, sender, number) => kind === 'E' && sender === 2 && acknowledged.add(number))
  let number = 0
  const end = now() + seconds * 1000
  while (now() < end && !closes.length) {
    editor.sendEdit({ ...seedEdit(number, 'k'), stamp: stamp('E', 2, number) })
    number++
    await sleep(50)
  }
  await sleep(300)
  observer.close()
  return { kind: 'crash', created: number, seen: seen.size, acknowledged: acknowledged.size }
}

/** How many notes somebody finds who comes now. */
async function count() {
  let there = 0
  const heard = (size) => {
    there = size
  }
  await Promise.race([driver.join(place('after', 3), { expect: Number.POSITIVE_INFINITY, heard }), sleep(2000)])
  return { kind: 'count', there }
}

const modes = { edits: () => stream('E'), cursors: () => stream('C'), late, storm, crash, count }
try {
  const measured = await modes[settings.mode]()
  if (refusals.length) throw new Error(`${refusals.length} refusals, such as ${refusals[0]}`)
  console.log(JSON.stringify({ ...measured, closed: closes.slice(0, 3) }))
} catch (error) {
  console.log(JSON.stringify({ kind: settings.mode, error: String(error.stack ?? error).split('\n').slice(0, 3).join(' | '), closed: closes.slice(0, 3) }))
}
process.exit(0)
