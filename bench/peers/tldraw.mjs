// tldraw's sync-core with SQLite, as its own template runs it: SQLite's defaults, every change in a transaction before it is answered.
import fs from 'node:fs'
import http from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { NodeSqliteWrapper, SQLiteSyncStorage, TLSocketRoom } from '@tldraw/sync-core'
import { WebSocketServer } from 'ws'

const rooms = new Map()
fs.mkdirSync(process.env.DATA, { recursive: true })

function room(name) {
  const known = rooms.get(name)
  if (known && !known.isClosed()) return known
  const database = new DatabaseSync(`${process.env.DATA}/${name}.db`)
  const opened = new TLSocketRoom({ storage: new SQLiteSyncStorage({ sql: new NodeSqliteWrapper(database) }) })
  rooms.set(name, opened)
  return opened
}

const server = http.createServer((_, response) => response.end('ok'))
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
server.on('upgrade', (request, tcp, head) =>
  sockets.handleUpgrade(request, tcp, head, (socket) => {
    const url = new URL(request.url, 'http://localhost')
    room(url.pathname.split('/')[2]).handleSocketConnect({ sessionId: url.searchParams.get('sessionId'), socket })
  }),
)
server.listen(Number(process.env.PORT), '127.0.0.1')
