// Brings a session into a state, says so, and waits to be killed: node victim.ts <state> <login as JSON>
import { Client } from 'pg'

const [state = '', login = '{}'] = process.argv.slice(2)

/** What is awaited is over before the state is reached; what is not goes on. */
const STATES: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  idle: (client) => client.query('UPDATE orders SET total = 0 WHERE id < 5'),
  'idle in transaction': (client) => client.query('BEGIN; UPDATE orders SET total = 0 WHERE id < 50'),
  'failed transaction': (client) => client.query('BEGIN; SELECT 1 / 0').catch(() => {}),
  'holding advisory locks': (client) =>
    client.query('SELECT pg_advisory_lock(n) FROM generate_series(1, 20) n; LISTEN x; CREATE TEMP TABLE t (id int)'),
  'in a sleeping query': (client) => goesOn(client, 'SELECT pg_sleep(600)'),
  'in a counting query': (client) =>
    goesOn(client, 'UPDATE orders SET total = 1 WHERE id = 1; SELECT count(*) FROM generate_series(1, 10000000000)'),
  'in a writing query': (client) =>
    goesOn(client, 'UPDATE orders a SET total = a.total + b.id FROM orders b, orders c WHERE a.id = b.id'),
  'waiting for a lock': (client) => goesOn(client, 'SELECT pg_advisory_lock(77)'),
  'in COPY': (client) => copy(client),
  'sending much': (client) => goesOn(client, `SELECT repeat('x', 1000000) FROM generate_series(1, 100000)`),
}

if (state === 'connecting') await connectAgain()
const client = await open()
await STATES[state]?.(client)
say()
setInterval(() => {}, 1_000)

function say(): void {
  process.stdout.write('ready\n')
}

async function open(): Promise<Client> {
  const opened = new Client(JSON.parse(login))
  opened.on('error', () => {})
  await opened.connect()
  return opened
}

async function goesOn(client: Client, sql: string): Promise<void> {
  client.query(sql).catch(() => {})
  await new Promise((done) => setTimeout(done, 20))
}

async function copy(client: Client): Promise<void> {
  const wire = (client as unknown as { connection: unknown }).connection as {
    query(sql: string): void
    once(event: string, then: () => void): void
    sendCopyFromChunk(chunk: Buffer): void
  }
  const answered = new Promise<void>((done) => wire.once('copyInResponse', done))
  wire.query('COPY orders (id, total) FROM STDIN')
  await answered
  for (let id = 10_000; id < 10_500; id++) wire.sendCopyFromChunk(Buffer.from(`${id}\t1\n`))
}

async function connectAgain(): Promise<never> {
  say()
  for (;;)
    await open().then(
      (client) => client.end(),
      () => {},
    )
}
