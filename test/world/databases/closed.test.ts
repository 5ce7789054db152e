import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineDatabase } from '../../../src/world/databases/define.ts'
import { openRunDatabases } from '../../../src/world/databases/run-databases.ts'
import type { DatabaseServer, Login } from '../../../src/world/databases/servers/server.ts'
import { asAdmin, logIn } from './a-lane.ts'
import { aServer, urlOf } from './a-server.ts'

const BEGUN_WITH = ['postgres', 'template1']

let server: DatabaseServer
beforeAll(async () => {
  server = await aServer()
})
afterAll(() => server?.[Symbol.asyncDispose]())

async function open(backend: string) {
  const shop = defineDatabase({ schema: { sql: 'CREATE TABLE orders (id int PRIMARY KEY)' } })
  const wanted = { file: import.meta.filename, databases: { shop }, startsAt: 0 }
  const databases = await openRunDatabases({ backend, seed: '1', reset: 'journal', wanted: [wanted] })
  const { logins } = await databases.lease(wanted)
  if (!logins.shop) throw new Error('there is no database "shop"')
  return { databases, login: logins.shop }
}

/** What becomes of a real login: 'in', or what the server says. */
async function attempt(login: Login): Promise<string> {
  const client = new Client({ ...login })
  client.on('error', () => {})
  return client.connect().then(
    () => client.end().then(() => 'in'),
    ({ code }: { code: string }) => code,
  )
}

async function administer(sql: string): Promise<void> {
  const admin = await asAdmin(server)
  await admin.query(sql)
  await admin.end()
}

test('an agent of an embedded server logs in to its own database and to no other', async () => {
  const { databases, login } = await open('embedded')
  await (await logIn(login)).end()
  for (const database of BEGUN_WITH) expect(await attempt({ ...login, database }), database).toBe('42501')
  expect(databases.title).toBe('embedded PostgreSQL 18')
  await databases[Symbol.asyncDispose]()
})

test('control: on a server as it is made, any role logs in', async () => {
  await administer(`CREATE ROLE somebody LOGIN PASSWORD 'x'`)
  for (const database of BEGUN_WITH) {
    expect(await attempt({ ...server.admin, user: 'somebody', password: 'x', database })).toBe('in')
  }
})

test('on a server that others log in to nothing is taken from them, and it is said what agents may reach', async () => {
  await administer('CREATE DATABASE accounts')
  const { databases, login } = await open(urlOf(server.admin))
  expect(await attempt({ ...login, database: 'accounts' })).toBe('in')
  expect(databases.title).toBe('PostgreSQL 18, agents may log in to accounts, postgres, template1 as well')
  expect(await attempt({ ...server.admin, user: 'somebody', password: 'x' })).toBe('in')
  await databases[Symbol.asyncDispose]()
})

test('on a server that nobody else logs in to, what it began with is closed', async () => {
  await administer('DROP ROLE somebody')
  const { databases, login } = await open(urlOf(server.admin))
  for (const database of BEGUN_WITH) expect(await attempt({ ...login, database }), database).toBe('42501')
  expect(databases.title).toBe('PostgreSQL 18, agents may log in to accounts as well')
  await databases[Symbol.asyncDispose]()
})
