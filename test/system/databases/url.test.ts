import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownerMark } from '../../../src/kernel/owner.ts'
import { startServer } from '../../../src/world/databases/servers/start-server.ts'
import { countingOrder, killHard, query, startElsewhere } from '../../world/databases/stage.ts'
import { type DebianServer, startDebianServer } from './debian-server.ts'

let debian: DebianServer
beforeAll(async () => {
  debian = await startDebianServer()
})
afterAll(() => debian?.[Symbol.asyncDispose]())

/** All that is there, as an independent client sees it. */
function named(prefix: string): string[] {
  const names = `SELECT datname FROM pg_database WHERE datname LIKE '${prefix}%' UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE '${prefix}%' ORDER BY 1`
  return psql(names).split('\n').filter(Boolean)
}

function psql(statement: string): string {
  return execFileSync('psql', [debian.url, '--no-psqlrc', '-Atc', statement], { encoding: 'utf8' })
}

/** What lanes will make there, the hardest to drop among it. */
function order() {
  return {
    ...countingOrder('url'),
    prepare: async ({ admin, runId }: { admin: Parameters<typeof query>[0]; runId: string }) => {
      const [shop, agent] = [`"mettle_${runId}_shop"`, `"mettle_${runId}_agent"`]
      await query(admin, `CREATE DATABASE ${shop} IS_TEMPLATE true`)
      await query(
        admin,
        `CREATE ROLE ${agent} LOGIN; GRANT CREATE ON DATABASE ${shop} TO ${agent}; GRANT CONNECT ON DATABASE postgres TO ${agent}`,
      )
      await query(
        { ...admin, database: `mettle_${runId}_shop` },
        `CREATE TABLE orders (); ALTER TABLE orders OWNER TO ${agent}`,
      )
    },
  }
}

test('a server that is there already gets back what it had', async () => {
  psql('CREATE DATABASE mettle_of_others')
  const server = await startServer(debian.url, order())
  expect(server).toMatchObject({ backend: 'url', admin: { user: 'boss', password: 'pass/word' } })
  const own = ['agent', 'run', 'shop'].map((name) => `mettle_${server.runId}_${name}`)
  expect(named('mettle_')).toEqual([...own, 'mettle_of_others'].sort())
  await server[Symbol.asyncDispose]()
  expect(named('mettle_')).toEqual(['mettle_of_others'])
  psql('DROP DATABASE mettle_of_others')
})

test('what a killed run has left goes with the next one, and what is not certainly dead stays', async () => {
  const { owner, runId } = await startElsewhere(debian.url)
  psql(`CREATE DATABASE mettle_${runId}_shop`)
  const plant = (run: string, mark: string) => {
    psql(`CREATE ROLE mettle_${run}_run; COMMENT ON ROLE mettle_${run}_run IS '${mark}'`)
    psql(`CREATE DATABASE mettle_${run}_shop`)
  }
  plant('laterpid', ownerMark().replace(/[0-9]+$/, '1'))
  plant('stranger', 'mettle owner=0123456789abcdef.1:1:1')
  plant('unmarked', 'a comment')

  // The control: while its owner lives, the next run leaves it alone.
  await end()
  expect(named(`mettle_${runId}`)).toHaveLength(2)
  expect(named('mettle_laterpid')).toEqual([])

  await killHard(owner)
  expect(named(`mettle_${runId}`)).toHaveLength(2)
  await end()
  expect(named(`mettle_${runId}`)).toEqual([])
  for (const run of ['stranger', 'unmarked']) expect(named(`mettle_${run}`)).toHaveLength(2)
})

test('a user who is no superuser is refused, with what to do', async () => {
  psql("CREATE ROLE weak LOGIN PASSWORD 'weak'")
  const url = debian.url.replace('boss:pass%2Fword', 'weak:weak')
  await expect(startServer(url, order())).rejects.toMatchObject({
    name: 'PrerequisiteError',
    message: expect.stringContaining('ALTER ROLE weak SUPERUSER'),
  })
})

async function end(): Promise<void> {
  const server = await startServer(debian.url, order())
  await server[Symbol.asyncDispose]()
}
