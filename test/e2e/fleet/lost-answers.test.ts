import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHead } from '../../../src/store/head.ts'
import { openRun } from '../../../src/store/stored-run.ts'
import { loginOf } from '../../../src/world/databases/servers/url/login.ts'
import { AUTHORITY, completion, standIn } from '../../provider/stand-in.ts'
import { query } from '../../world/databases/stage.ts'
import { askingProject } from '../asking.ts'
import { plantProject, ROOT, readRecord } from '../cli.ts'
import { lossyWire } from './lossy-wire.ts'
import { aFleet, aPlanner, aProject, aWorker, linesOf, until } from './stage.ts'

let fleet: Awaited<ReturnType<typeof aFleet>>
beforeAll(async () => {
  fleet = await aFleet()
})
afterAll(() => fleet[Symbol.asyncDispose]())

const CENT = 0.02

test('what the server has done and nobody heard of is not done twice: money, records, deliveries', async () => {
  await using acme = await standIn(() => completion({ text: 'Yes.' }))
  await using wire = await lossyWire(fleet.socket)
  const cwd = askingProject(acme.url)
  const planner = aPlanner(cwd, wire.url(fleet.planner), ['--models', 'live', '--trials', '6', '--max-usd', '5'])
  const worker = aWorker(cwd, wire.url(fleet.worker), [], {
    ...{ ACME_KEY: 'acme-key-1', NODE_EXTRA_CA_CERTS: AUTHORITY, CI: '' },
  })
  expect(await planner.ended).toMatchObject({ code: 0 })
  for (const what of [
    'take_call',
    'settle_call',
    'token = nextval',
    'mettle_queue.result',
    'mettle_queue.part',
    'mettle_queue.run',
  ])
    expect(wire.lost.join('\n')).toContain(what)
  const { paidUsd, summary, fleet: counted } = readRecord(join(cwd, 'reports/latest'))
  expect(acme.seen).toHaveLength(12)
  expect(paidUsd).toBeCloseTo(12 * CENT, 9)
  expect([summary.passed, counted]).toEqual([6, { workers: 1, late: 0, again: 0 }])
  expect(linesOf(cwd)).toHaveLength(6)
  worker.child.kill('SIGTERM')
  await worker.ended
})

/** A project whose agent notes each time that it is run. @param ms How long it takes. */
function aCountingProject(ms: number) {
  const cwd = aProject({
    agent: `import { appendFileSync } from 'node:fs'
      export const run = () => {
        appendFileSync(import.meta.dirname + '/begun', '.')
        return new Promise((done) => setTimeout(done, ${ms}, 1))
      }`,
  })
  const file = join(cwd, 'begun')
  return { cwd, begun: () => (existsSync(file) ? readFileSync(file, 'utf8').length : 0) }
}

test('a record that is refused late is counted once, and the rows of a killed worker go', async () => {
  const { cwd, begun } = aCountingProject(300)
  await using wire = await lossyWire(fleet.socket)
  const killed = aWorker(cwd, fleet.worker, ['--lease', '1'])
  await killed.until('waits for runs')
  const workers = () => fleet.query('SELECT host FROM mettle_queue.worker')
  await until(async () => (await workers()).length > 0, 'its sign of life')
  killed.child.kill('SIGKILL')
  const planner = aPlanner(cwd, fleet.planner, ['--trials', '2'])
  const paused = aWorker(cwd, wire.url(fleet.worker), ['--lease', '1'])
  const held = async () =>
    (await fleet.query<{ n: number }>('SELECT count(*)::int AS n FROM mettle_queue.trial WHERE worker IS NOT NULL'))[0]
      ?.n
  await until(() => begun() === 2, 'two trials under way')
  paused.child.kill('SIGSTOP')
  await until(async () => (await held()) === 0, 'what it had to be taken away')
  paused.child.kill('SIGCONT')
  expect(await planner.ended).toMatchObject({ code: 0 })
  expect(wire.lost.join('\n')).toContain('mettle_queue.late')
  const { late = 0, again = 0 } = readHead(join(cwd, 'reports/latest')).fleet ?? {}
  const refused = paused.said().match(/ refused {2}/g)?.length
  expect([late, late >= 2, again >= 2]).toEqual([refused, true, true])
  await until(async () => (await workers()).length === 1, 'the rows of the others to go')
  paused.child.kill('SIGKILL')
})

test('a trial whose record is refused time and again says why, and not that its workers died', async () => {
  const { cwd, begun } = aCountingProject(0)
  await fleet.query(`CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.bytes := '\\x'; RETURN NEW; END $$;
    CREATE TRIGGER spoil BEFORE INSERT ON mettle_queue.evidence FOR EACH ROW EXECUTE FUNCTION spoil()`)
  await using wire = await lossyWire(fleet.socket)
  const planner = aPlanner(cwd, wire.url(fleet.planner), ['--trials', '1', '--deliveries', '2'])
  const worker = aWorker(cwd, fleet.worker)
  const { code } = await planner.ended
  await fleet.query('DROP TRIGGER spoil ON mettle_queue.evidence')
  const [record] = [...openRun(join(cwd, 'reports/latest')).records()]
  expect([code, record?.verdict]).toEqual([1, 'error'])
  expect(record?.reason).toMatch(
    /it was performed 2 times, and each time its planner refused the record.*: of its trace/,
  )
  expect(record?.reason).not.toContain('no sign of life')
  expect(begun()).toBe(2)
  expect(wire.lost.join('\n')).toContain('corrected = false')
  worker.child.kill('SIGKILL')
})

const DEFINE = pathToFileURL(join(ROOT, 'src/world/databases/define.ts')).href

test('a trial that is taken back, since its database was not put back, keeps its trace', async () => {
  const cwd = plantProject({
    'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' }, workers: 2, realTime: true }",
    'clerk.ts': `import { existsSync } from 'node:fs'
      export const run = async (task, { sql }) => {
        await sql('shop').query('SELECT * FROM t')
        if (task.data.waits) while (!existsSync(import.meta.dirname + '/go')) await new Promise((done) => setTimeout(done, 50))
        return 1
      }`,
    ...Object.fromEntries(
      [false, true].map((waits) => [
        `scenarios/${waits ? 'slow' : 'fast'}.scenario.ts`,
        `import { defineDatabase } from '${DEFINE}'
        const shop = defineDatabase({ schema: { sql: 'CREATE TABLE t (id int PRIMARY KEY)' } })
        export default { task: { text: 'One.', data: { waits: ${waits} } }, world: { databases: { shop } },
          variants: { calm: [] }, scorers: [{ use: 'answer', params: { equals: 1 } }] }`,
      ]),
    ),
  })
  const planner = aPlanner(cwd, fleet.planner, ['--database', fleet.owner])
  await using wire = await lossyWire(fleet.socket)
  const worker = aWorker(cwd, wire.url(fleet.worker), ['--database', fleet.owner])
  await worker.until('written  fast')
  const lanes = await fleet.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname ~ '^mettle_.*_[0-9]+$'",
  )
  // Whoever is no agent writes past every trigger.
  for (const { datname: database } of lanes)
    await query(
      { ...loginOf(fleet.owner), database },
      'SET session_replication_role = replica; INSERT INTO t VALUES (99)',
    )
  writeFileSync(join(cwd, 'go'), '')
  const { code } = await planner.ended
  const run = openRun(join(cwd, 'reports/latest'))
  const { verdict, reason } = run.record('fast~calm~clerk~r1')
  expect([code, verdict, reason]).toEqual([
    1,
    'error',
    'The harness failed in database (lane 1 was not put back: shop: t).',
  ])
  expect(run.evidence('fast~calm~clerk~r1').calls).toHaveLength(1)
  expect(wire.lost.join('\n')).toContain('corrected = true')
  worker.child.kill('SIGKILL')
})
