// tldraw's sync protocol with its default schema: real note shapes, real presence records.
import { createTLSchema } from '@tldraw/tlschema'
import { now } from '../load/samples.mjs'
import { Socket } from '../load/socket.mjs'
import { scan } from '../load/stamps.mjs'
import { oneByOne, waitFor } from './waiting.mjs'

const PROTOCOL = 8
const schema = createTLSchema().serialize()
const rich = (text) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] })
const hello = (clock) => JSON.stringify({ type: 'connect', connectRequestId: `c${Math.random()}`, lastServerClock: clock, protocolVersion: PROTOCOL, schema })

const note = (edit) => ({
  id: `shape:${edit.id}`,
  typeName: 'shape',
  type: 'note',
  x: edit.x,
  y: edit.y,
  rotation: 0,
  index: 'a1',
  parentId: 'page:page',
  isLocked: false,
  opacity: 1,
  meta: { stamp: edit.stamp },
  props: {
    color: 'yellow',
    labelColor: 'black',
    size: 'm',
    font: 'draw',
    fontSizeAdjustment: 1,
    align: 'middle',
    verticalAlign: 'middle',
    growY: 0,
    url: '',
    richText: rich(edit.text),
    scale: 1,
    textLastEditedBy: null,
  },
})

const presence = (index) => ({
  id: `instance_presence:p${index}`,
  typeName: 'instance_presence',
  userId: `user:u${index}`,
  userName: `Participant ${index}`,
  lastActivityTimestamp: 1,
  color: '#1971c2',
  camera: { x: 0, y: 0, z: 1 },
  selectedShapeIds: [],
  currentPageId: 'page:page',
  brush: null,
  scribbles: [],
  screenBounds: { x: 0, y: 0, w: 1280, h: 800 },
  followingUserId: null,
  cursor: { x: 0, y: 0, type: 'default', rotation: 0 },
  chatMessage: '',
  meta: {},
})

function record(edit) {
  const meta = ['patch', { stamp: ['put', edit.stamp] }]
  if (edit.do === 'create') return ['put', note(edit)]
  if (edit.do === 'move') return ['patch', { x: ['put', edit.x], y: ['put', edit.y], meta }]
  return ['patch', { props: ['patch', { richText: ['put', rich(edit.text)] }], meta }]
}

const address = ({ port, room, name, index }) => ({ port, path: `/connect/${room}?sessionId=${name}-${index}-${Math.random()}` })

export async function connect(place, hooks) {
  const socket = await Socket.connect(address(place))
  const waiting = new Map()
  let clock = 1
  let ready
  const welcomed = new Promise((resolve, reject) => {
    ready = resolve
    socket.onclose = (error) => (hooks.onClose(error), reject(error ?? new Error('closed')))
  })
  socket.onframe = (_, bytes, start, end) => {
    if (ready) {
      if (bytes.toString('latin1', start, start + 17) === '{"type":"connect"') ready = ready()
      return
    }
    // The sender is not echoed: a push_result with its clock is the acknowledgement.
    if (waiting.size && bytes.subarray(start, end).includes('"push_result"')) {
      for (const message of JSON.parse(bytes.toString('utf8', start, end)).data ?? []) {
        const mark = message.type === 'push_result' && waiting.get(message.clientClock)
        if (mark) {
          if (message.action === 'discard') hooks.onRefusal('a push was discarded')
          waiting.delete(message.clientClock)
          hooks.onStamp('E', ...mark)
        }
      }
    }
    scan(bytes, start, end, hooks.onStamp)
  }
  const ping = setInterval(() => socket.text('{"type":"ping"}'), 5000)
  socket.text(hello(-1))
  await welcomed
  socket.text(JSON.stringify({ type: 'push', clientClock: clock++, presence: ['put', presence(place.index)] }))
  const sendEdit = (edit) => {
    waiting.set(clock, [Number(edit.stamp.slice(5, 8)), Number(edit.stamp.slice(8))])
    socket.text(JSON.stringify({ type: 'push', clientClock: clock++, diff: { [`shape:${edit.id}`]: record(edit) } }))
  }
  return {
    sendEdit,
    seed: (edits) => oneByOne(sendEdit, edits),
    sendCursor({ x, y, number, stamp }) {
      const patch = { lastActivityTimestamp: ['put', number + 2], cursor: ['patch', { x: ['put', x], y: ['put', y] }], meta: ['put', { stamp }] }
      socket.text(JSON.stringify({ type: 'push', clientClock: clock++, presence: ['patch', patch] }))
    },
    close() {
      clearInterval(ping)
      socket.close()
    },
  }
}

export async function join(place, { expect, resume, heard }) {
  const records = resume?.records ?? new Set()
  let clock = resume?.clock() ?? -1
  const began = now()
  const done = waitFor(() => records.size >= expect)
  const socket = await Socket.connect(address(place))
  const apply = (diff) => {
    for (const [id, [what]] of Object.entries(diff)) if (what === 'put' && id.startsWith('shape:')) records.add(id)
  }
  socket.onframe = (_, bytes, start, end) => {
    const message = JSON.parse(bytes.toString('utf8', start, end))
    for (const part of message.type === 'data' ? message.data : [message]) {
      if (part.type === 'connect' && part.hydrationType === 'wipe_all') records.clear()
      if (part.type === 'connect' || part.type === 'patch') {
        apply(part.diff)
        clock = part.serverClock
      }
    }
    heard?.(records.size)
    done.look()
  }
  socket.text(hello(clock))
  const finished = await done.promise
  return { ms: finished - began, bytes: socket.bytesIn, records, clock: () => clock, leave: () => socket.close(), drop: () => socket.kill() }
}
