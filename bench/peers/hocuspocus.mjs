// Hocuspocus with its defaults: merged and relayed at once, stored two seconds (at most ten) later.
import fs from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'

fs.mkdirSync(process.env.DATA, { recursive: true })
const database = new DatabaseSync(`${process.env.DATA}/hocuspocus.db`)
database.exec('CREATE TABLE IF NOT EXISTS documents (name TEXT PRIMARY KEY, data BLOB NOT NULL)')
const read = database.prepare('SELECT data FROM documents WHERE name = ?')
const write = database.prepare('INSERT INTO documents (name, data) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET data = excluded.data')

const storage = new Database({
  fetch: async ({ documentName }) => read.get(documentName)?.data ?? null,
  store: async ({ documentName, state }) => void write.run(documentName, state),
})
const server = new Server({ port: Number(process.env.PORT), address: '127.0.0.1', quiet: true, stopOnSignals: true, extensions: [storage] })
await server.listen()
