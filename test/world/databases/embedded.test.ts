import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { startServer } from '../../../src/world/databases/servers/start-server.ts'
import { countingOrder, entries, ownCache, processesBelow, query } from './stage.ts'

/** In ms. Disks are shared: what takes one second has been seen to take twenty. */
const SLOW = 120_000

/** All tests but one share it: the programs are copied once. */
const cache = ownCache()
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(cache, { recursive: true, force: true })
}, SLOW)

test(
  'a server answers, behaves as every run expects, and leaves nothing behind',
  async () => {
    const server = await startServer('embedded', countingOrder('one'))
    const [run] = entries(cache, 'runs')
    expect(server).toMatchObject({
      backend: 'embedded',
      majorVersion: 18,
      runId: expect.stringMatching(/^[a-z0-9]{8}$/),
    })
    const expected = {
      ...{ TimeZone: 'UTC', server_encoding: 'UTF8', lc_collate: 'C', synchronize_seqscans: 'off', fsync: 'off' },
      ...{ client_connection_check_interval: '100ms', max_connections: '120', autovacuum: 'off', listen_addresses: '' },
    }
    const names = Object.keys(expected).map(
      (name) => `current_setting('${name.replace('lc_collate', 'lc_messages')}') AS "${name}"`,
    )
    expect(await query(server.admin, `SELECT ${names}`)).toEqual([expected])
    expect(await query(server.admin, "SELECT upper('äß') AS upper, 'ä' < 'z' AS sorted")).toEqual([
      { upper: 'Äß', sorted: false },
    ])
    expect(processesBelow(run ?? '').length).toBeGreaterThan(0)
    expect(existsSync(server.admin.host)).toBe(true)

    await server[Symbol.asyncDispose]()
    expect(processesBelow(run ?? '')).toEqual([])
    expect(existsSync(server.admin.host)).toBe(false)
    expect(entries(cache, 'runs')).toEqual([])
  },
  SLOW,
)

test(
  'what was prepared once serves every later run, each with a copy of its own',
  async () => {
    const order = countingOrder('shop')
    for (const _ of [1, 2, 3]) {
      await using server = await startServer('embedded', order)
      expect(await query(server.admin, 'SELECT * FROM made')).toEqual([{ digest: 'it was' }])
      await query(server.admin, 'DROP TABLE made')
    }
    expect(order.prepared).toBe(1)
    const other = countingOrder('another shop')
    await using _ = await startServer('embedded', other)
    expect(other.prepared).toBe(1)
  },
  SLOW,
)

test(
  'nobody is let in without the password of this very run',
  async () => {
    const before = await startServer('embedded', countingOrder('secret'))
    await before[Symbol.asyncDispose]()
    await using server = await startServer('embedded', countingOrder('secret'))
    const { admin } = server
    expect(await query(admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    for (const password of ['', 'postgres', before.admin.password]) {
      await expect(query({ ...admin, password }, 'SELECT 1')).rejects.toThrow(/password/)
    }
    await expect(query({ ...admin, user: 'nobody', password: '' }, 'SELECT 1')).rejects.toThrow(/password/)
  },
  SLOW,
)

test(
  "two runs that find nothing kept do not get in each other's way",
  async () => {
    const fresh = ownCache()
    onTestFinished(() => {
      vi.stubEnv('XDG_CACHE_HOME', cache)
      rmSync(fresh, { recursive: true, force: true })
    }, SLOW)
    const servers = await Promise.all([1, 2, 3].map(() => startServer('embedded', countingOrder('both'))))
    expect(new Set(servers.map(({ admin }) => admin.host)).size).toBe(3)
    for (const { admin } of servers) expect(await query(admin, 'SELECT * FROM made')).toEqual([{ digest: 'it was' }])
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()))
    // One as initdb leaves it, one prepared.
    expect(entries(fresh, 'clusters')).toHaveLength(2)
    expect(entries(fresh, 'binaries')).toHaveLength(1)
    expect(entries(fresh, 'runs')).toEqual([])
  },
  SLOW,
)

test(
  'what is kept and damaged is made anew',
  async () => {
    const order = countingOrder('torn')
    await end(startServer('embedded', order))
    for (const cluster of entries(cache, 'clusters')) {
      for (const copy of ['origin', 'spare']) rmSync(join(cluster, copy, 'global/pg_control'))
    }
    await using server = await startServer('embedded', order)
    expect(order.prepared).toBe(2)
    expect(await query(server.admin, 'SELECT * FROM made')).toEqual([{ digest: 'it was' }])
  },
  SLOW,
)

test(
  'a preparation that fails is not kept, and what it threw comes out',
  async () => {
    const order = countingOrder('fails')
    const failing = { ...order, prepare: () => Promise.reject(new Error('the schema is wrong')) }
    await expect(startServer('embedded', failing)).rejects.toThrow('the schema is wrong')
    expect(entries(cache, 'runs')).toEqual([])
    await end(startServer('embedded', order))
    expect(order.prepared).toBe(1)
  },
  SLOW,
)

test(
  'an aborted start leaves nothing behind',
  async () => {
    const abort = new AbortController()
    const order = { ...countingOrder('late'), signal: abort.signal }
    const starting = startServer('embedded', { ...order, prepare: async () => abort.abort(new Error('Ctrl-C')) })
    await expect(starting).rejects.toThrow('Ctrl-C')
    expect(entries(cache, 'runs')).toEqual([])
  },
  SLOW,
)

test(
  'a server on a kept data folder is ready sooner than one that is made anew',
  async () => {
    const startMs = async (digest: string) => {
      const begun = performance.now()
      const server = await startServer('embedded', countingOrder(digest))
      const ms = performance.now() - begun
      await server[Symbol.asyncDispose]()
      return ms
    }
    const [anew, kept]: [number[], number[]] = [[], []]
    for (const turn of [1, 2, 3]) {
      anew.push(await startMs(`warm ${turn}`))
      kept.push(await startMs(`warm ${turn}`))
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[1] ?? 0
    console.log(`start of the embedded PostgreSQL, ms: kept ${median(kept)}, anew ${median(anew)}`)
    expect(median(kept)).toBeLessThan(median(anew))
  },
  SLOW,
)

async function end(starting: Promise<DatabaseServer>): Promise<void> {
  const server = await starting
  await server[Symbol.asyncDispose]()
}
