import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AUTHORITY, completion, standIn } from '../../provider/stand-in.ts'
import { askingProject } from '../asking.ts'
import { readRecord } from '../cli.ts'
import { aFleet, aPlanner, aWorker, until } from './stage.ts'

let fleet: Awaited<ReturnType<typeof aFleet>>
beforeAll(async () => {
  fleet = await aFleet()
})
afterAll(() => fleet[Symbol.asyncDispose]())

const CENT = 0.02
/** The key is with the workers alone. */
const env = { ACME_KEY: 'acme-key-1', NODE_EXTRA_CA_CERTS: AUTHORITY, CI: '' }
const live = ['--models', 'live', '--trials', '30']

test('a cap of money holds for all workers together', async () => {
  await using acme = await standIn(() => completion({ text: 'Yes.' }))
  const cwd = askingProject(acme.url)
  const planner = aPlanner(cwd, fleet.planner, [...live, '--max-usd', '0.5', '--gate', 'passRate >= 0'])
  for (const _ of [1, 2]) aWorker(cwd, fleet.worker, [], env)
  const { code } = await planner.ended
  const { paidUsd, summary, stopped } = readRecord(join(cwd, 'reports/latest'))
  expect(paidUsd).toBeCloseTo(acme.seen.length * CENT, 9)
  expect(paidUsd).toBeLessThanOrEqual(0.5)
  expect(paidUsd).toBeGreaterThan(0.3)
  expect(summary).toMatchObject({ planned: 30, error: 0, failed: 0 })
  expect([code, summary.notRun > 3]).toEqual([1, true])
  expect(stopped).toMatch(
    /^The run reached its limit of \$0\.5 of real money: \$0\.\d+ were paid, and the next call may/,
  )
})

test('no more calls a minute than all workers may send together', async () => {
  await using acme = await standIn(() => completion({ text: 'Yes.' }))
  const cwd = askingProject(acme.url)
  const planner = aPlanner(cwd, fleet.planner, [...live, '--max-calls-per-minute', '7'])
  for (const _ of [1, 2]) aWorker(cwd, fleet.worker, [], env)
  await until(() => acme.seen.length === 7, 'the calls of the first minute')
  // Both still ask for more.
  await new Promise((done) => setTimeout(done, 1_000))
  expect(acme.seen).toHaveLength(7)
  planner.child.kill('SIGKILL')
})

test('no more tokens a minute than all workers may take together, and a call that is too large for that ends the run', async () => {
  await using acme = await standIn(() => completion({ text: 'Yes.' }))
  const cwd = askingProject(acme.url)
  for (const _ of [1, 2]) aWorker(cwd, fleet.worker, [], env)
  const { code } = await aPlanner(cwd, fleet.planner, [...live, '--max-tokens-per-minute', '60']).ended
  const { stopped, summary } = readRecord(join(cwd, 'reports/latest'))
  expect([code, summary.notRun, acme.seen]).toEqual([1, 30, []])
  expect(stopped).toMatch(
    /^The run reached its limit of 60 tokens a minute: one call alone may take 1\d\d\. Raise --max-tok/,
  )
  // A call takes about 140 at the most, and 110 once its answer is there: behind the sixth there is room for none.
  const planner = aPlanner(cwd, fleet.planner, [...live, '--max-tokens-per-minute', '780'])
  await until(() => acme.seen.length === 6, 'the calls of the first minute')
  await new Promise((done) => setTimeout(done, 1_000))
  expect(acme.seen).toHaveLength(6)
  planner.child.kill('SIGKILL')
})
