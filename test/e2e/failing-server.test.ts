import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openRun } from '../../src/store/stored-run.ts'
import { defineDatabase } from '../../src/world/databases/define.ts'
import { openRunDatabases } from '../../src/world/databases/run-databases.ts'
import type { DatabaseServer } from '../../src/world/databases/servers/server.ts'
import { aServer, urlOf } from '../world/databases/a-server.ts'
import { PROJECTS, startMettle, temporaryFolder } from './cli.ts'

let server: DatabaseServer
let ended = false

beforeEach(async () => {
  server = await aServer()
  ended = false
})
afterEach(() => end())

async function end(): Promise<void> {
  if (!ended) await server[Symbol.asyncDispose]()
  ended = true
}

describe('a server that is gone before a run is over', () => {
  /** So many that the server has ended long before the last one. */
  const TRIALS = 16

  /** Runs trials at the server. @param after So many have passed before it ends. */
  async function run(after: number) {
    const out = join(temporaryFolder(), 'run')
    const args = ['run', '--trials', `${TRIALS}`, '--out', out, '--database', urlOf(server.admin), '--reporter', 'list']
    const started = startMettle(args, {
      cwd: join(PROJECTS, 'signals'),
      onOutput: (text) => {
        if (text.split('✓ passed  ').length > after) void end()
      },
    })
    onTestFinished(() => void started.child.kill('SIGKILL'))
    const { code, stdout, stderr } = await started.ended
    return { code, stdout, stderr, rows: openRun(out).rows }
  }

  test('costs its trials, as the harness’s failure; the run is reported, and what is left is told', async () => {
    const { code, stdout, stderr, rows } = await run(2)
    expect([code, stderr]).toEqual([1, ''])
    expect(rows).toHaveLength(TRIALS)
    expect(rows.filter(({ verdict }) => verdict !== 'error')).toEqual([])
    expect(stdout).toMatch(/Report: .*\nFailed to put the database server away: .*\. The run is whole; /)
  })

  test('control: one that stays costs none, and nothing is left to be told', async () => {
    const { code, stdout, rows } = await run(100)
    expect([code, rows.filter(({ verdict }) => verdict === 'passed').length]).toEqual([0, TRIALS])
    expect(stdout).not.toContain('Failed to put')
  })
})

/** Stops or continues every process of the server. */
function signalAll(signal: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = /^PPid:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1]
    const its = (of: string | undefined) => textOf(`/proc/${of}/cmdline`).includes(server.admin.host)
    if (its(pid) || its(parent)) process.kill(Number(pid), signal)
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

test('a server that no longer answers keeps nobody waiting for ever', async () => {
  const shop = defineDatabase({ schema: { sql: 'CREATE TABLE t (id int PRIMARY KEY)' } })
  const wanted = [{ file: '/one.scenario.ts', databases: { shop }, startsAt: 0 }]
  const order = { seed: '1', reset: 'journal', wanted, laneLimitMs: 3_000 } as const
  await using databases = await openRunDatabases({ backend: urlOf(server.admin), ...order })
  const [one, two] = [await databases.lease(wanted[0] as never), await databases.lease(wanted[0] as never)]
  expect(await one.release({ sessions: 'ended', reported: {} })).toMatchObject({ problems: [] })
  expect(await databases.verify()).toEqual([{ lane: '1', differences: [] }])

  signalAll('SIGSTOP')
  const late = expect.stringMatching(/took longer than 3000 ms/)
  expect(await two.release({ sessions: 'ended', reported: {} })).toMatchObject({ problems: [late] })
  expect(await databases.verify()).toEqual([
    { lane: '2', differences: [late] },
    { lane: '1', differences: [late] },
  ])
  await databases.lease(wanted[0] as never)
  await expect(databases.lease(wanted[0] as never)).rejects.toThrow(/^Failed to open a lane: took longer/)
  signalAll('SIGCONT')
})
