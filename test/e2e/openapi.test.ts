import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mettle, ROOT, readRecord, temporaryFolder } from './cli.ts'

test('the example: whoever asks again blindly pays twice, and two runs of one seed say the same', async () => {
  const project = join(ROOT, 'examples/payments')
  const run = async () => {
    const out = join(temporaryFolder(), 'run')
    const ended = await mettle(['run', '--out', out], { cwd: project })
    return { ended, ...readRecord(out) }
  }
  const [first, second] = [await run(), await run()]
  const verdicts = first.trials.map(({ variant, agent, verdict }) => `${variant} ${agent} ${verdict}`)
  expect(verdicts, first.ended.stdout).toEqual([
    'calm careful passed',
    'calm hasty passed',
    'lost-reply careful passed',
    'lost-reply hasty failed',
    'unavailable careful passed',
    'unavailable hasty passed',
  ])
  expect(first.ended.code).toBe(0)
  expect(second.trials.map(({ traceHash }) => traceHash)).toEqual(first.trials.map(({ traceHash }) => traceHash))
})
