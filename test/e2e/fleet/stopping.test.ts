import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRun } from '../../../src/store/stored-run.ts'
import { readRecord } from '../cli.ts'
import { aFleet, aPlanner, aProject, aWorker, linesOf } from './stage.ts'

let fleet: Awaited<ReturnType<typeof aFleet>>
beforeAll(async () => {
  fleet = await aFleet()
})
afterAll(() => fleet[Symbol.asyncDispose]())

test('a run that the evidence or failures end early ends so with two workers', async () => {
  const cwd = aProject({ agent: 'export const run = () => new Promise((done) => setTimeout(done, 200, 2))' })
  for (const _ of [1, 2]) aWorker(cwd, fleet.worker)
  const { stdout } = await aPlanner(cwd, fleet.planner, ['--trials', '3..40']).ended
  const decided = /of 1 task 0 good, 1 bad, 0 undecided; (\d+) trials run/.exec(stdout)?.[1]
  // As many as without a fleet.
  expect(decided).toBe('3')

  const { code } = await aPlanner(cwd, fleet.planner, ['--trials', '40', '--bail', '3']).ended
  const { failed, notRun } = readRecord(join(cwd, 'reports/latest')).summary
  // Two workers have four lanes, which may each have one more.
  expect([code, failed >= 3, failed <= 6, failed + notRun]).toEqual([1, true, true, 40])
  // Whatever was performed is in its folder.
  expect(await fleet.query('SELECT count(*)::int AS n FROM mettle_queue.result')).toEqual([{ n: 0 }])
  expect(linesOf(cwd)).toHaveLength(failed)
})

test('of a trace that is too large the queue takes both ends, and its trial is an error that says so', async () => {
  const cwd = aProject({ config: 'fleet: { traceMegabytes: 0.0003 }' })
  aWorker(cwd, fleet.worker)
  const { code } = await aPlanner(cwd, fleet.planner, ['--trials', '1', '--reporter', 'list,html']).ended
  const [record] = [...openRun(join(cwd, 'reports/latest')).records()]
  expect([code, record?.verdict, record?.trace.length]).toEqual([1, 'error', 300])
  expect(record?.reason).toMatch(
    /^Its trace has 0\.0004\d* MB, and the queue takes 0\.0003 MB: the middle is missing\. Raise/,
  )
  expect(statSync(join(cwd, 'reports/latest/traces/fleet.jsonl')).size).toBe(300)
})
