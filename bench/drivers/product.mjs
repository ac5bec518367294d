// The product: docs/PROTOCOL.md. `people` are the session cookies of participants, prepared by bench/product.py.
import { now } from '../load/samples.mjs'
import { Socket } from '../load/socket.mjs'
import { scan } from '../load/stamps.mjs'
import { waitFor } from './waiting.mjs'

const hello = (last) => JSON.stringify({ t: 'hello', protocol: 1, last_seq: last })

const address = ({ port, room, index, options }) => ({
  port,
  path: `/ws/maps/${room}/`,
  headers: { Cookie: options.people[index % options.people.length], Origin: `http://127.0.0.1:${port}` },
})

// Ids are made of letters, digits, “-” and “_”. The stamp of an edit is its op_id, that of a cursor a selected element's id.
const DASH = 45
const asId = (stamp) => stamp.replaceAll('@', '-')
const TOLD = new Set(['{"t":"operation', '{"t":"presence"'])

function edits(edit) {
  if (edit.do === 'create') return [{ do: 'add', id: edit.id, element: { kind: 'note', note: 'note', x: edit.x, y: edit.y, text: edit.text } }]
  return [{ do: 'set', id: edit.id, fields: edit.do === 'text' ? { text: edit.text } : { x: edit.x, y: edit.y } }]
}

export async function connect(place, hooks) {
  const socket = await Socket.connect(address(place))
  let ready
  const welcomed = new Promise((resolve, reject) => {
    ready = resolve
    socket.onclose = (error) => (hooks.onClose(error), reject(error ?? new Error('closed')))
  })
  socket.onframe = (_, bytes, start, end) => {
    if (ready) {
      if (bytes.toString('latin1', start, Math.min(end, start + 14)) === '{"t":"welcome"') ready = ready()
      return
    }
    if (TOLD.has(bytes.toString('latin1', start, start + 15))) scan(bytes, start, end, hooks.onStamp, DASH)
    else if (bytes.toString('latin1', start, start + 13) === '{"t":"rejecte') throw new Error(bytes.toString('utf8', start, end))
  }
  socket.text(hello(null))
  await welcomed
  return {
    sendEdit: (edit) => socket.text(JSON.stringify({ t: 'edit', op_id: asId(edit.stamp) + place.index, edits: edits(edit) })),
    sendCursor: ({ x, y, stamp }) => socket.text(JSON.stringify({ t: 'presence', cursor: { x, y }, selection: [asId(stamp)], editing: null })),
    close: () => socket.close(),
  }
}

export async function join(place, { expect, resume }) {
  const ids = resume?.ids ?? new Set()
  let last = resume?.last() ?? null
  const began = now()
  const done = waitFor(() => ids.size >= expect)
  const socket = await Socket.connect(address(place))
  const apply = (operations) => {
    for (const operation of operations) {
      for (const id of Object.keys(operation.changes)) ids.add(id)
      last = operation.seq
    }
  }
  socket.onframe = (_, bytes, start, end) => {
    const message = JSON.parse(bytes.toString('utf8', start, end))
    if (message.t === 'welcome') {
      for (const id of Object.keys(message.snapshot?.elements ?? {})) ids.add(id)
      apply(message.replay ?? [])
      last = message.seq
    } else if (message.t === 'operations') apply(message.operations)
    done.look()
  }
  socket.text(hello(last))
  const finished = await done.promise
  return { ms: finished - began, bytes: socket.bytesIn, ids, last: () => last, leave: () => socket.close(), drop: () => socket.kill() }
}
