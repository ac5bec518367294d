// Latencies, and who has received what.

export const now = () => performance.now()
export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? null

export class Samples {
  #values = new Float32Array(1 << 16)
  #count = 0

  add(value) {
    if (this.#count === this.#values.length) {
      const larger = new Float32Array(this.#count * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#count++] = value
  }

  clear() {
    this.#count = 0
  }

  summary() {
    if (!this.#count) return null
    const sorted = this.#values.subarray(0, this.#count).slice().sort()
    const quantile = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))])
    return { n: this.#count, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), max: round(sorted.at(-1)) }
  }
}

export const round = (value, digits = 2) => Number(value.toFixed(digits))

/** What was sent by whom, and which receiver got it: one delivery is one edit or cursor reaching one other participant. */
export class Tracker {
  constructor(receivers, numbers) {
    this.receivers = receivers
    this.numbers = numbers
    this.sentAt = new Map()
    this.seen = new Map()
    this.latency = new Samples()
    this.acknowledgement = new Samples()
    this.reset()
  }

  reset() {
    this.sent = this.delivered = this.acknowledged = this.doubled = 0
    this.latency.clear()
    this.acknowledgement.clear()
    for (const times of this.sentAt.values()) times.fill(0)
  }

  register(sender) {
    this.sentAt.set(sender, new Float64Array(this.numbers))
    this.seen.set(sender, new Uint8Array(this.receivers * this.numbers))
  }

  send(sender, number) {
    this.sentAt.get(sender)[number] = now()
    this.sent++
  }

  /** The newest of a sender's cursors stands for the older ones that it overtook: those are superseded, not lost. */
  receive(receiver, sender, number) {
    const sentAt = this.sentAt.get(sender)?.[number]
    if (!sentAt) return
    if (receiver === sender) {
      this.acknowledged++
      this.acknowledgement.add(now() - sentAt)
      return
    }
    const seen = this.seen.get(sender)
    const index = receiver * this.numbers + number
    if (seen[index]) {
      this.doubled++
      return
    }
    seen[index] = 1
    this.delivered++
    this.latency.add(now() - sentAt)
  }

  /** How many receivers have the newest cursor of each sender. */
  newestKnown(newest) {
    let known = 0
    for (const [sender, number] of newest) {
      const seen = this.seen.get(sender)
      for (let receiver = 0; receiver < this.receivers; receiver++) {
        if (receiver !== sender && seen[receiver * this.numbers + number]) known++
      }
    }
    return known
  }
}
