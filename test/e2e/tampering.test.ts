import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PROJECTS, readRecord, startMettle, temporaryFolder } from './cli.ts'
import { leftBy } from './left.ts'
import * as agents from './projects/tampering/agents.ts'

/** The whole count runs with METTLE_PROVE=1. */
const RUNS = process.env.METTLE_PROVE === '1' ? 20 : 1
/** Stopped processes are waited for: a run takes half a minute and more. */
const LONGEST_MS = 240_000

const tampering = Object.keys(agents).filter((name) => name !== 'honest')

async function runAll(seed: number) {
  const [temporary, place] = [temporaryFolder(), temporaryFolder()]
  const out = join(place, 'run')
  const env = { TMPDIR: temporary }
  const args = ['run', '--out', out, '--shuffle', '--seed', String(seed), '--workers', '2', '--reporter', 'json']
  const { child, ended } = startMettle(args, { cwd: join(PROJECTS, 'tampering'), env })
  const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)
  const { code, stderr } = await ended
  clearTimeout(late)
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  return { record: readRecord(out), left: await leftBy(env) }
}

describe(`${tampering.length} agents that tamper with their worker, with what runs beside it and with the harness`, () => {
  test.each(Array.from({ length: RUNS }, (_, at) => at + 1))(
    'run %i of them together ends, and loses no trial',
    { timeout: LONGEST_MS + 60_000 },
    async (seed) => {
      const { record, left } = await runAll(seed)
      const { summary, trials } = record
      expect(summary).toMatchObject({ planned: 2 * tampering.length, notRun: 0 })
      expect(trials.map(({ agent }) => agent).sort()).toEqual(
        [...tampering, ...tampering.map((_, at) => `honest-${at + 1}`)].sort(),
      )
      // What others did to it may leave its trial without a verdict. It is never held against it.
      const honest = trials.filter(({ agent }) => agent.startsWith('honest'))
      expect(honest.filter(({ verdict }) => verdict !== 'passed' && verdict !== 'error')).toEqual([])
      expect(trials.filter(({ agent, verdict }) => tampering.includes(agent) && verdict === 'passed')).toEqual([])
      expect(left).toEqual([])
    },
  )
})
