// Hocuspocus: a Yjs document of notes; edits are Yjs updates, cursors are awareness.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import { now } from '../load/samples.mjs'
import { Socket } from '../load/socket.mjs'
import { scan } from '../load/stamps.mjs'
import { oneByOne, waitFor } from './waiting.mjs'

const SYNC = 0
const AWARENESS = 1
const AUTHENTICATION = 2
const SYNC_REPLY = 4
const STATUS = 8
const empty = new Y.Doc()

function message(room, type, fill) {
  const encoder = encoding.createEncoder()
  encoding.writeVarString(encoder, room)
  encoding.writeVarUint(encoder, type)
  fill?.(encoder)
  return encoding.toUint8Array(encoder)
}

const authenticate = (room) =>
  message(room, AUTHENTICATION, (encoder) => {
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, 'token')
    encoding.writeVarString(encoder, '4.7.0')
  })

/** A participant's own copy, which produces updates; what others write is not applied, because it is only counted. */
class Writer {
  #doc = new Y.Doc()
  #notes = this.#doc.getMap('notes')
  #clock = 1
  #update = null

  constructor() {
    this.#doc.on('update', (update) => {
      this.#update = update
    })
  }

  update(edit) {
    this.#doc.transact(() => {
      if (edit.do === 'create') this.#notes.set(edit.id, new Y.Map([['x', edit.x], ['y', edit.y], ['text', edit.text], ['stamp', edit.stamp]]))
      else {
        const note = this.#notes.get(edit.id)
        if (edit.do === 'move') {
          note.set('x', edit.x)
          note.set('y', edit.y)
        } else note.set('text', edit.text)
        note.set('stamp', edit.stamp)
      }
    })
    return this.#update
  }

  awareness(cursor) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, this.#doc.clientID)
    encoding.writeVarUint(encoder, this.#clock++)
    encoding.writeVarString(encoder, JSON.stringify({ cursor: { x: cursor.x, y: cursor.y }, stamp: cursor.stamp }))
    return encoding.toUint8Array(encoder)
  }
}

export async function connect({ port, room }, hooks) {
  const socket = await Socket.connect({ port, path: '/' })
  const writer = new Writer()
  const waiting = []
  const header = room.length + 1
  let ready
  const welcomed = new Promise((resolve, reject) => {
    ready = resolve
    socket.onclose = (error) => (hooks.onClose(error), reject(error ?? new Error('closed')))
  })
  socket.onframe = (_, bytes, start, end) => {
    const type = bytes[start + header]
    const part = bytes[start + header + 1]
    if (type === STATUS) {
      const mark = waiting.shift()
      if (mark && part !== 1) hooks.onRefusal('an update was refused')
      if (mark) hooks.onStamp('E', ...mark)
    } else if (type === AUTHENTICATION) {
      if (part !== 2) return
      socket.binary(message(room, SYNC, (encoder) => sync.writeSyncStep1(encoder, empty)))
      ready()
    } else if ((type === SYNC || type === SYNC_REPLY) && part === 0) {
      waiting.push(null)
      socket.binary(message(room, SYNC, (encoder) => sync.writeSyncStep2(encoder, empty)))
    } else if ((type !== SYNC && type !== SYNC_REPLY) || part !== 1) scan(bytes, start, end, hooks.onStamp)
  }
  socket.binary(authenticate(room))
  await welcomed
  const sendEdit = (edit) => {
    waiting.push([Number(edit.stamp.slice(5, 8)), Number(edit.stamp.slice(8))])
    const update = writer.update(edit)
    socket.binary(message(room, SYNC, (encoder) => sync.writeUpdate(encoder, update)))
  }
  return {
    sendEdit,
    seed: (edits) => oneByOne(sendEdit, edits),
    sendCursor: (cursor) => socket.binary(message(room, AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, writer.awareness(cursor)))),
    close: () => socket.close(),
  }
}

export async function join({ port, room }, { expect, resume, heard }) {
  const doc = resume?.doc ?? new Y.Doc()
  const began = now()
  const done = waitFor(() => doc.getMap('notes').size >= expect)
  const socket = await Socket.connect({ port, path: '/' })
  socket.onframe = (_, bytes, start, end) => {
    const decoder = decoding.createDecoder(new Uint8Array(bytes.subarray(start, end)))
    decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === AUTHENTICATION) socket.binary(message(room, SYNC, (encoder) => sync.writeSyncStep1(encoder, doc)))
    if (type !== SYNC && type !== SYNC_REPLY) return
    const answer = encoding.createEncoder()
    encoding.writeVarString(answer, room)
    encoding.writeVarUint(answer, SYNC)
    const length = encoding.length(answer)
    sync.readSyncMessage(decoder, answer, doc, null)
    if (encoding.length(answer) > length) socket.binary(encoding.toUint8Array(answer))
    heard?.(doc.getMap('notes').size)
    done.look()
  }
  socket.binary(authenticate(room))
  const finished = await done.promise
  return { ms: finished - began, bytes: socket.bytesIn, doc, leave: () => socket.close(), drop: () => socket.kill() }
}
