import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Found } from '../../src/search/found.ts'
import { mettle, mettleInBatch, PROJECTS, startMettle, temporaryFolder } from './cli.ts'

const PLANTED = { cwd: join(PROJECTS, 'planted') }

function line(out: string, ...args: string[]): string[] {
  const search = ['search', 'refund', '--agent', 'looks-once', '--faults', 'lost-reply,empty-result', '--budget', '60']
  return [...search, '--json', `${out}.json`, '--out', out, ...args]
}

/** All but how it came to it: which trials were run twice. */
function foundIn(out: string) {
  const { finds, unsurvivable, unstable, open, coverage, calm, ended, counts } = JSON.parse(
    readFileSync(`${out}.json`, 'utf8'),
  ) as Found
  return { finds, unsurvivable, unstable, open, coverage, calm, ended, trials: counts.trials }
}

test('a search that was killed goes on, and finds what one finds that was not', async () => {
  const [killed, whole] = [join(temporaryFolder(), 'run'), join(temporaryFolder(), 'run')]
  const { child, ended } = startMettle(line(killed), PLANTED)
  const plans = join(`${killed}.partial-${child.pid}`, 'plans.jsonl')
  const lines = () => (existsSync(plans) ? readFileSync(plans, 'utf8').split('\n').length : 0)
  while (lines() < 20 && child.exitCode === null) await sleep(20)
  child.kill('SIGKILL')
  await ended
  // As a kill in the middle of a line leaves it.
  appendFileSync(plans, '{"key":"agent 1 [')
  const [told] = await Promise.all([mettle(line(killed, '--resume'), PLANTED), mettle(line(whole), PLANTED)])
  expect(told).toMatchObject({ code: 1, stdout: expect.stringMatching(/^\d+ trials were told before, and not run/m) })
  expect(foundIn(killed)).toEqual(foundIn(whole))
  expect(foundIn(killed).finds).toHaveLength(1)

  const refused = await mettleInBatch([
    { ...PLANTED, args: line(killed, '--resume', killed, '--seed', '2') },
    { ...PLANTED, args: line(killed, '--resume', killed, '--faults', 'lost-reply', '--agent', 'retries-blindly') },
    { ...PLANTED, args: line(killed, '--resume', PLANTED.cwd) },
    { ...PLANTED, args: ['run', '--resume', killed] },
  ])
  expect(refused.map(({ code }) => code)).toEqual([2, 2, 2, 2])
  expect(refused[0]?.stderr).toContain('--seed is 2, and was 1')
  expect(refused[1]?.stderr).toMatch(
    /the agent is retries-blindly, and was looks-once\n.*--faults is lost-reply, and was/,
  )
  expect(refused[2]?.stderr).toContain('it holds no search that could go on')
  expect(refused[3]?.stderr).toContain('it is a search. Go on with it by "mettle search"')
})
