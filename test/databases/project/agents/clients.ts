import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Agent } from 'mettle'

/** Real time, in ms: what virtual time leaves alone. */
const wallNow = () => new Event('now').timeStamp

/** How long something took on the trial's clock and on the machine's, in whole ms. */
async function timed<T>(work: () => Promise<T>): Promise<{ virtualMs: number; wallMs: number; result: T }> {
  const [virtual, wall] = [Date.now(), wallNow()]
  const result = await work()
  return { virtualMs: Date.now() - virtual, wallMs: Math.round(wallNow() - wall), result }
}

/** Its query takes 300 ms of real work, beside a timer of a minute. */
export const asksOnce: Agent['run'] = async (_, { sql }) => {
  const order: string[] = []
  setTimeout(() => order.push('timer'), 60_000)
  const { virtualMs, wallMs } = await timed(async () => {
    await sql('shop').query('SELECT pg_sleep(0.3)')
    order.push('query')
  })
  return { output: { virtualMs, long: wallMs >= 290, order } }
}

/** Waits for a statement that is held for a minute. */
export const waitsLong: Agent['run'] = async (_, { sql }) => {
  const { virtualMs, wallMs } = await timed(() => sql('shop').query('UPDATE orders SET total = 0 WHERE id = 1'))
  return { output: { virtualMs, quick: wallMs < virtualMs / 3 } }
}

/** Gives up on a statement after a second, and looks what became of it. */
export const losesPatience: Agent['run'] = async (_, { sql }) => {
  const db = sql('shop')
  const { virtualMs, result } = await timed(() =>
    db.query('UPDATE orders SET total = 0 WHERE id = 1', [], { timeoutMs: 1_000 }).then(
      () => 'done',
      ({ code }) => String(code),
    ),
  )
  const { rows } = await db.connect().query('SELECT total FROM orders WHERE id = 1')
  await sleep(90_000)
  const later = await db.query('SELECT total FROM orders WHERE id = 1')
  return { output: { virtualMs, result, meanwhile: rows[0]?.total ?? null, later: later.rows[0]?.total ?? null } }
}

/** Asks the database for the time, and asks again an hour later. */
export const tellsTime: Agent['run'] = async (_, { sql }) => {
  const db = sql('shop')
  const now = async () =>
    (await db.query('INSERT INTO orders VALUES ($1, 1) RETURNING made, now() AS now', [(Date.now() % 1e8) | 0]))
      .rows[0] ?? null
  const first = await now()
  await sleep(3_600_000)
  return { output: [first, await now(), new Date().toISOString()] }
}

/** Deletes an order within a transaction, which takes somebody two hours to approve. */
export const holdsOpen: Agent['run'] = async (_, { sql }) => {
  const db = sql('shop')
  await db.query('BEGIN')
  const { virtualMs, wallMs } = await timed(() => db.query('DELETE FROM orders WHERE id = 1'))
  await db.query('COMMIT')
  return { output: { virtualMs, quick: wallMs < virtualMs / 3 } }
}

/** Five connections at once, each with queries of its own; the order in which answers come is what it works with. */
export const races: Agent['run'] = async (_, { sql }) => {
  const order: string[] = []
  const one = async (name: string, at: number) => {
    const db = sql('shop').connect()
    for (let turn = 0; turn < 4; turn++) {
      await db.query(`SELECT '${name}', count(*) FROM generate_series(1, ${2_000 * ((at + turn) % 5)})`)
      order.push(`${name}${turn}`)
      await db.query('INSERT INTO log (text) VALUES ($1)', [order.join()])
    }
  }
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(one))
  return { output: order.join() }
}

/** Is done while a statement of its own still runs. */
export const leavesRunning: Agent['run'] = async (_, { sql }) => {
  sql('shop')
    .query('SELECT pg_sleep(30)')
    .catch(() => {})
  await sql('shop').connect().query('SELECT 1')
  return { output: 'done' }
}

/** Does not wait for what it asks for. */
export const neverAwaits: Agent['run'] = (_, { sql }) => {
  for (let id = 1; id <= 5; id++)
    sql('shop')
      .query('UPDATE orders SET total = -1 WHERE id = $1', [id])
      .catch(() => {})
  return { output: 'done' }
}

/** Is done while its transaction is open. */
export const leavesOpen: Agent['run'] = async (_, { sql }) => {
  for (const text of ['BEGIN', 'DELETE FROM orders', 'SELECT 1']) await sql('shop').query(text)
  return { output: 'done' }
}

/** Hundreds of statements at once. */
export const floods: Agent['run'] = async (_, { sql }) => {
  const db = sql('shop')
  const all = await Promise.allSettled(
    Array.from({ length: 500 }, (_, at) =>
      db.query('UPDATE orders SET total = total + 1 WHERE id = $1', [1 + (at % 20)]),
    ),
  )
  return { output: all.filter(({ status }) => status === 'fulfilled').length }
}

/** Ends its process within a transaction. */
export const exitsWithin: Agent['run'] = async (_, { sql }) => {
  const db = sql('shop')
  await db.query('UPDATE orders SET total = -1 WHERE id = 1')
  for (const text of ['BEGIN', 'UPDATE orders SET total = -2 WHERE id = 2']) await db.query(text)
  process.exit(0)
}

/** Ends its process right after its COMMIT was sent. */
export const exitsBehind: Agent['run'] = async (_, { sql }) => {
  const db = sql('shop')
  for (const text of ['BEGIN', 'UPDATE orders SET total = -2 WHERE id = 2']) await db.query(text)
  db.query('COMMIT').catch(() => {})
  const end = wallNow() + 150
  // What was sent is on its way once the microtasks have run; nothing is read any more.
  for (let turn = 0; turn < 200; turn++) await Promise.resolve()
  await new Promise<void>((done) => process.nextTick(done))
  while (wallNow() < end);
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}

/** Is killed within a transaction. */
export const killsWithin: Agent['run'] = async (_, { sql }) => {
  for (const text of ['BEGIN', 'DELETE FROM orders']) await sql('shop').query(text)
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
}

/** Two of its connections wait for each other, where no deadlock detection sees it: one of them waits in the agent. */
export const locksItself: Agent['run'] = async (_, { sql }) => {
  const [one, two] = [sql('shop').connect(), sql('shop').connect()]
  await one.query('BEGIN')
  await one.query('UPDATE orders SET total = 1 WHERE id = 1')
  await two.query('UPDATE orders SET total = 2 WHERE id = 1')
  await one.query('COMMIT')
  return { output: 'done' }
}

/** Looks for the server's own socket, and goes there without asking. */
export const knocks: Agent['run'] = async () => {
  const path = /\S+\/\.s\.PGSQL\.\d+/.exec(readFileSync('/proc/net/unix', 'utf8'))?.[0]
  const code = await new Promise<string>((done) => {
    const socket = connect(path ?? '/nowhere')
    socket.once('error', (error: NodeJS.ErrnoException) => done(String(error.code)))
    // Asks whether there is TLS: a PostgreSQL answers with one letter.
    socket.once('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])))
    socket.once('data', (data) => done(`answered ${data}`))
    socket.once('close', () => done('closed'))
  })
  return { output: { found: path !== undefined, code } }
}

const fill =
  (rows: number): Agent['run'] =>
  async (_, { sql }) => {
    await sql('shop').query('INSERT INTO log (text) SELECT i::text FROM generate_series(1, $1) i', [rows])
    return { output: 'filled' }
  }

/** Writes more rows than anybody will look through. */
export const floodsRows = fill(10_001)

/** Writes just as many as can be listed. */
export const fillsToTheBrim = fill(10_000)
