import { IMAGE } from './needs.ts'

const LOGIN = "user: 'agent', password: 'agent', database: 'shop'"

/** The sources of a project whose world is a MariaDB. */
export const MARIADB = `
import mysql from '${import.meta.resolve('mysql2/promise')}'

const SEED = [
  'DROP TABLE IF EXISTS orders, scratch',
  'CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, state VARCHAR(20))',
  "INSERT INTO orders (state) VALUES ('open'), ('open')",
]

async function withClient({ host, port }, work) {
  const client = await mysql.createConnection({ host, port, ${LOGIN} })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export const shop = {
  image: '${IMAGE}',
  port: 3306,
  command: ['mariadb-seeded'],
  memory: ['/var/lib/mysql'],
  ready: { command: ['mariadb', '-h127.0.0.1', '-uagent', '-pagent', '-e', 'SELECT 1', 'shop'] },
  reset: (service) => withClient(service, async (client) => {
    for (const statement of SEED) await client.query(statement)
  }),
  observe: (service) => withClient(service, async (client) => {
    const [tables] = await client.query('SHOW TABLES')
    const state = {}
    for (const { Tables_in_shop: table } of tables) {
      const [rows] = await client.query('SELECT * FROM ' + client.escapeId(table))
      state[table] = Object.fromEntries(rows.map((row) => [String(row.id), row]))
    }
    return state
  }),
}
`

/** A client that closes an order and tells what it saw. */
export const CLOSE = `
import mysql from '${import.meta.resolve('mysql2/promise')}'

export async function close({ host, port }, patienceMs) {
  const begun = performance.now()
  const told = (how) => ({ how, ms: Math.round(performance.now() - begun) })
  const patience = new Promise((resolve) => setTimeout(() => resolve('gave up'), patienceMs))
  let client
  const work = async () => {
    client = await mysql.createConnection({ host, port, ${LOGIN} })
    client.on('error', () => {})
    await client.query("UPDATE orders SET state = 'closed' WHERE id = 1")
    await client.end()
    return 'answered'
  }
  const how = await Promise.race([work().catch(({ code }) => code), patience])
  client?.destroy()
  return told(how)
}
`

export const FUNCTION = `
import { close } from './close.js'
export const run = (task, { services }) => close(services.shop, task.data.patienceMs)
`

export const PROGRAM = `
import { close } from './close.js'
const { SHOP_HOST: host, SHOP_PORT: port } = process.env
console.log(JSON.stringify(await close({ host, port: Number(port) }, 600)))
process.exit(0)
`
