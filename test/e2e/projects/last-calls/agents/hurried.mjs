import { createRequire } from 'node:module'
import { connect } from 'node:net'

// Sends what it has to say, and is gone before anything of it is answered.
const { Client } = createRequire(new URL('../../../../../package.json', import.meta.url))('pg')
const TIMES = 20
const json = 'content-type: application/json\r\naccept: application/json, text/event-stream'

const post = (address, body) => {
  const { hostname, port, pathname } = new URL(address)
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${json}\r\n`
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  return () => send(socket, `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

const send = (socket, bytes) => new Promise((sent) => socket.write(bytes, sent))

const asked = (text) =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'leave', arguments: { text } },
  })

/** A query each, without a wait for an answer. */
const statements = async (texts) => {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  const queries = texts.map((text) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(text.length + 5)
    return Buffer.concat([Buffer.from('Q'), length, Buffer.from(`${text}\0`)])
  })
  return () => send(client.connection.stream, Buffer.concat(queries))
}

const ways = {
  http: () => Promise.all(Array.from({ length: TIMES }, () => post(`${process.env.DESK_URL}/notes`, 'hurried'))),
  mcp: () => Promise.all(Array.from({ length: TIMES }, () => post(process.env.METTLE_MCP_URL, asked('hurried')))),
  // Two on one connection, the first of which takes a moment.
  sql: async () => {
    const text = "INSERT INTO notes (text) SELECT 'hurried' FROM pg_sleep(0.2), generate_series(1, 10)"
    return [await statements([text, text])]
  },
}

const says = await ways[process.argv[2]]()
await Promise.all(says.map((say) => say()))
process.reallyExit(0)
