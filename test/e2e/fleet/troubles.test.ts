import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { loginOf } from '../../../src/world/databases/servers/url/login.ts'
import { query } from '../../world/databases/stage.ts'
import { mettle, ROOT } from '../cli.ts'
import { lossyWire } from './lossy-wire.ts'
import { aFleet, aPlanner, aProject, aWorker, linesOf, until } from './stage.ts'

let fleet: Awaited<ReturnType<typeof aFleet>>
beforeAll(async () => {
  fleet = await aFleet()
})
afterAll(() => fleet[Symbol.asyncDispose]())

describe('what is missing ends a command before it begins', () => {
  const cwd = aProject()
  const stats = (url: string) => mettle(['queue', 'stats'], { cwd, env: { METTLE_QUEUE: url } })
  const said = (code: number, text: string) => ({ code, stdout: '', stderr: expect.stringContaining(text) })

  test('a server, a password, a database, a schema, rights', async () => {
    const wrong = fleet.planner.replace('pass%2Fplanner', 'wrong')
    const ended = await Promise.all([
      stats('postgres://a:secret@127.0.0.1:1/x'),
      stats('postgres://a:secret@[::1]:1/x'),
      stats(wrong),
      stats(fleet.planner.replace('localhost/postgres', 'localhost/nothing')),
      stats(fleet.owner.replace('localhost/postgres', 'localhost/template1')),
      stats(''),
      stats('mysql://a@b/c'),
      mettle(['run', '--deliveries', '2'], { cwd }),
      // A worker's role plans nothing.
      mettle(['queue', 'init', '--queue', fleet.worker], { cwd }),
    ])
    expect(ended).toEqual([
      said(3, 'Failed to reach the queue at postgres://a@127.0.0.1:1/x: connect ECONNREFUSED'),
      said(3, 'Failed to reach the queue at postgres://a@[::1]:1/x: connect E'),
      said(3, 'password authentication failed for user "planner". Check the user and the password of the URL.'),
      said(3, 'database "nothing" does not exist. Create the database, or name another one in the URL.'),
      said(3, 'Whoever owns the database runs "mettle queue init --queue URL".'),
      said(2, 'Nobody says where the queue is'),
      said(2, 'Failed to read the URL'),
      said(2, '--deliveries goes with --queue.'),
      said(3, 'grants what each of them needs'),
    ])
    for (const { stderr } of ended) expect(stderr).not.toMatch(/secret|wrong/)
  })

  test('another version of the tables', async () => {
    await fleet.query('UPDATE mettle_queue.layout SET version = version + 1')
    expect(await stats(fleet.planner)).toEqual(said(3, 'Use the version of mettle that made it.'))
    await fleet.query('UPDATE mettle_queue.layout SET version = version - 1')
  })
})

/** Nonsense of a trial, as somebody writes it who has a worker's password. */
const NONSENSE = `INSERT INTO mettle_queue.result (run, trial, record) SELECT run, id, '{"id":"' || id || '","verdict":"passed"}' FROM mettle_queue.trial LIMIT 1`

test('connections are lost, somebody writes nonsense, a worker drains: each trial once', async () => {
  const cwd = aProject({ ms: 100 })
  const planner = aPlanner(cwd, fleet.planner, ['--trials', '16'])
  const worker = aWorker(cwd, fleet.worker)
  await worker.until('written')
  await fleet.query(NONSENSE)
  await planner.until('was not taken')
  for (let round = 0; round < 12; round++) {
    await fleet.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mettle queue'")
    await sleep(60)
  }
  await worker.until(/(written[\s\S]*){5}/)
  await drained(worker)
  const next = aWorker(cwd, fleet.worker)
  const { code } = await planner.ended
  const lines = linesOf(cwd)
  expect([code, lines.length, new Set(lines).size]).toEqual([0, 16, 16])
  await drained(next)
})

async function drained({ child, ended, said, until: told }: ReturnType<typeof aWorker>): Promise<void> {
  // Before that a signal ends it as it ends any process.
  await told('waits for runs')
  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  expect(said()).toContain('Nothing is under way any more.')
}

test('what takes longer than a worker may drain is given back, and counts as not delivered', async () => {
  const cwd = aProject({ ms: 30_000 })
  const planner = aPlanner(cwd, fleet.planner, ['--trials', '2'])
  await using wire = await lossyWire(fleet.socket)
  const worker = aWorker(cwd, wire.url(fleet.worker), ['--drain', '1'])
  const rows = (what: string) =>
    fleet.query<{ n: number }>(`SELECT count(*)::int AS n FROM mettle_queue.trial WHERE ${what}`)
  await until(async () => (await rows('worker IS NOT NULL'))[0]?.n === 2, 'two trials under way')
  // As whoever scales workers asks, with what a worker has.
  expect(await query(loginOf(fleet.worker), scalersQuery())).toEqual([{ count: '2' }])
  await drained(worker)
  expect(await rows('worker IS NULL AND NOT done AND deliveries = 0')).toEqual([{ n: 2 }])
  expect(wire.lost.join('\n')).toContain('mettle_queue.trial SET token')
  planner.child.kill('SIGKILL')
})

/** What the page gives to KEDA. */
function scalersQuery(): string {
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/fleet.md'), 'utf8')) ?? []
  const [, scaler] = parseAllDocuments(text).map((document) => document.toJS())
  return scaler.spec.triggers[0].metadata.query
}

test('a worker may neither read records nor change a run', async () => {
  const as = (statement: string) => fleet.query(`SET ROLE worker; ${statement}`)
  for (const statement of [
    'SELECT record FROM mettle_queue.result',
    "UPDATE mettle_queue.run SET state = 'stopped'",
    'DELETE FROM mettle_queue.run',
    'SELECT bytes FROM mettle_queue.evidence',
  ])
    await expect(as(statement)).rejects.toThrow('permission denied')
})
