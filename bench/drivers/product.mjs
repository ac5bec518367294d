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
  let seeded = null
  socket.onframe = (_, bytes, start, end) => {
    if (ready) {
      if (bytes.toString('latin1', start, Math.min(end, start + 14)) === '{"t":"welcome"') ready = ready()
      return
    }
    const name = bytes.toString('latin1', start, start + 15)
    if (TOLD.has(name)) scan(bytes, start, end, hooks.onStamp, DASH)
    else if (name.startsWith('{"t":"rejected') || name.startsWith('{"t":"error')) hooks.onRefusal(bytes.toString('utf8', start, end))
    if (seeded && bytes.subarray(start, end).includes(seeded.op)) seeded = seeded.resolve()
  }
  socket.text(hello(null))
  await welcomed
  return {
    /** Many elements in one edit: the limit of edits a second is for people, and no figure rests on how a map was filled. */
    seed(elements) {
      const op = `seed-${elements[0].id}`
      const done = new Promise((resolve) => {
        seeded = { op: `"op_id":"${op}"`, resolve }
      })
      socket.text(JSON.stringify({ t: 'edit', op_id: op, edits: elements.flatMap(edits) }))
      return done
    },
    sendEdit: (edit) => socket.text(JSON.stringify({ t: 'edit', op_id: asId(edit.stamp) + place.index, edits: edits(edit) })),
    sendCursor: ({ x, y, stamp }) => socket.text(JSON.stringify({ t: 'presence', cursor: { x, y }, selection: [asId(stamp)], editing: null })),
    close: () => socket.close(),
  }
}

export async function join(place, { expect, resume, heard }) {
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
    heard?.(ids.size)
    done.look()
  }
  socket.text(hello(last))
  const finished = await done.promise
  return { ms: finished - began, bytes: socket.bytesIn, ids, last: () => last, leave: () => socket.close(), drop: () => socket.kill() }
}
