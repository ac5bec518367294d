// A bare WebSocket client (RFC 6455, no extensions) made for load: no object a frame, frames handed over as (opcode, bytes, start, end).
// The bytes are valid during the call only.
import crypto from 'node:crypto'
import net from 'node:net'

const shared = Buffer.allocUnsafeSlow(256 * 1024)
export const traffic = { bytesIn: 0, framesIn: 0 }

export class Socket {
  #tcp
  #open = false
  #closed = false
  #rest = null
  #fragments = null
  #onFrame = null
  onclose = null
  bytesIn = 0

  /** Resolves when the handshake is done; frames that arrive before `onframe` is set are kept for it. */
  static connect({ port, path, headers = {} }) {
    return new Promise((resolve, reject) => {
      const socket = new Socket()
      socket.onclose = (error) => reject(error ?? new Error('closed during the handshake'))
      socket.#start({ port, path, headers }, () => resolve(socket))
    })
  }

  #start({ port, path, headers }, opened) {
    const lines = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13']
    lines.push(`Sec-WebSocket-Key: ${crypto.randomBytes(16).toString('base64')}`)
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`)
    const onread = { buffer: shared, callback: (length) => (this.#take(length, opened), true) }
    this.#tcp = net.connect({ host: '127.0.0.1', port, noDelay: true, onread })
    this.#tcp.on('connect', () => this.#tcp.write(`${lines.join('\r\n')}\r\n\r\n`))
    this.#tcp.on('error', (error) => this.#down(error))
    this.#tcp.on('close', () => this.#down(null))
  }

  set onframe(handler) {
    this.#onFrame = handler
    if (handler && this.#rest) queueMicrotask(() => this.#take(0))
  }

  #down(error) {
    if (this.#closed) return
    this.#closed = true
    const handler = this.onclose
    this.onclose = null
    handler?.(error)
  }

  #take(length, opened) {
    traffic.bytesIn += length
    this.bytesIn += length
    let bytes = shared
    let end = length
    if (this.#rest) {
      bytes = Buffer.concat([this.#rest, shared.subarray(0, length)])
      end = bytes.length
      this.#rest = null
    }
    let start = 0
    if (!this.#open) {
      const head = bytes.subarray(0, end).indexOf('\r\n\r\n')
      if (head < 0) {
        this.#rest = Buffer.from(bytes.subarray(0, end))
        return
      }
      const first = bytes.toString('latin1', 0, bytes.indexOf('\r\n'))
      if (!first.startsWith('HTTP/1.1 101')) {
        this.#tcp.destroy()
        this.#down(new Error(`handshake refused: ${first}`))
        return
      }
      this.#open = true
      start = head + 4
      opened()
    }
    start = this.#frames(bytes, start, end)
    if (start < end && !this.#closed) this.#rest = Buffer.from(bytes.subarray(start, end))
  }

  #frames(bytes, from, end) {
    let start = from
    while (!this.#closed && this.#onFrame && end - start >= 2) {
      let length = bytes[start + 1] & 127
      let header = 2
      if (length === 126) {
        if (end - start < 4) break
        length = bytes.readUInt16BE(start + 2)
        header = 4
      } else if (length === 127) {
        if (end - start < 10) break
        length = Number(bytes.readBigUInt64BE(start + 2))
        header = 10
      }
      if (end - start < header + length) break
      const first = start + header
      this.#frame(bytes[start] & 15, (bytes[start] & 128) !== 0, bytes, first, first + length)
      start = first + length
    }
    return start
  }

  #frame(opcode, final, bytes, start, end) {
    if (opcode === 9) return this.#write(10, bytes.subarray(start, end))
    if (opcode === 10) return undefined
    if (opcode === 8) {
      const code = end - start >= 2 ? bytes.readUInt16BE(start) : 'no code'
      this.#tcp.end()
      return this.#down(new Error(`server closed: ${code} ${bytes.toString('utf8', start + 2, end)}`))
    }
    traffic.framesIn++
    if (opcode !== 0 && final) return this.#onFrame(opcode, bytes, start, end)
    this.#fragments ??= { opcode, parts: [] }
    this.#fragments.parts.push(Buffer.from(bytes.subarray(start, end)))
    if (!final) return undefined
    const whole = Buffer.concat(this.#fragments.parts)
    const kind = this.#fragments.opcode
    this.#fragments = null
    return this.#onFrame(kind, whole, 0, whole.length)
  }

  /** The mask is zero, so the payload goes out as it is. */
  #write(opcode, payload) {
    if (this.#closed) return
    const length = payload.length
    const header = length < 126 ? 6 : length < 65536 ? 8 : 14
    const frame = Buffer.alloc(header + length)
    frame[0] = 128 | opcode
    if (header === 6) frame[1] = 128 | length
    else if (header === 8) {
      frame[1] = 254
      frame.writeUInt16BE(length, 2)
    } else {
      frame[1] = 255
      frame.writeBigUInt64BE(BigInt(length), 2)
    }
    payload.copy(frame, header)
    this.#tcp.write(frame)
  }

  text(message) {
    this.#write(1, Buffer.from(message, 'utf8'))
  }

  binary(bytes) {
    this.#write(2, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  close() {
    this.onclose = null
    this.#write(8, Buffer.from([3, 232]))
    this.#closed = true
    this.#tcp.end()
    setTimeout(() => this.#tcp.destroy(), 500).unref()
  }

  kill() {
    this.onclose = null
    this.#closed = true
    this.#tcp.destroy()
  }
}
