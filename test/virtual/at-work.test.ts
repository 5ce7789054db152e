import { describe, expect, test } from 'vitest'
import { mettle, plantProject, readEvents, readRecord, trialOf } from '../e2e/cli.ts'

/** Works for longer than a process may wait for something real, as loading an SDK does on a busy machine; then sleeps. */
const busy = `
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
export async function run() {
  const never = new Int32Array(new SharedArrayBuffer(4))
  for (let slice = 0; slice < 25; slice++) {
    // As long as the wall says: an agent has no other real time.
    Atomics.wait(never, 0, 0, 100)
    await new Promise(setImmediate)
  }
  await sleep(60_000)
}
`

test('work holds time, and is nothing that time has to follow', async () => {
  const cwd = plantProject({
    'mettle.config.mjs': "export default { agents: { busy: './busy.mjs' }, reporters: ['json'] }",
    'busy.mjs': busy,
    'scenarios/work.scenario.mjs': "export default { task: { text: 'Work.' } }",
  })
  await mettle(['run', '--out', 'out'], { cwd })
  const { reproducible, usage } = trialOf(readRecord(`${cwd}/out`), 'busy')
  expect(usage.wallMs).toBeGreaterThan(2_500)
  expect(usage.virtualMs).toBe(60_000)
  expect(reproducible).toBe(true)
})

const polls = `
const turn = () => new Promise((resolve) => setImmediate(resolve))
export async function untilLater() {
  const end = Date.now() + 2_000
  while (Date.now() < end) await turn()
  return 'it is later'
}
export async function forEver() {
  for (;;) await turn()
}
`

describe('a poll that leaves no pause', () => {
  const poller = (run: string) => `{ module: './polls.mjs', export: '${run}' }`
  const ran = async () => {
    const agents = `{ 'until-later': ${poller('untilLater')}, 'for-ever': ${poller('forEver')} }`
    const cwd = plantProject({
      'mettle.config.mjs': `export default { agents: ${agents}, workers: 2, reporters: ['json'] }`,
      'polls.mjs': polls,
      'scenarios/poll.scenario.mjs':
        "export default { task: { text: 'Wait.' }, limits: { deadlineMs: 50_000 }, scorers: [{ use: 'answer', params: { includes: ['later'] } }] }",
    })
    await mettle(['run', '--out', 'out'], { cwd })
    const record = readRecord(`${cwd}/out`)
    return (agent: string) => {
      const trial = trialOf(record, agent)
      return { ...trial, told: readEvents(`${cwd}/out`, trial).filter(({ type }) => type === 'real-time') }
    }
  }

  test('has time follow the wall after thirty seconds, is told, and goes on or meets its deadline', async () => {
    const trial = await ran()
    const [ends, never] = [trial('until-later'), trial('for-ever')]
    expect(ends).toMatchObject({
      verdict: 'passed',
      answer: 'it is later',
      reproducible: false,
      unrepeatable: [expect.stringMatching(/^time followed the wall \(.*Immediate\)$/)],
    })
    expect(ends.usage.wallMs).toBeGreaterThan(30_000)
    expect(ends.usage.virtualMs).toBeGreaterThanOrEqual(2_000)
    expect(never).toMatchObject({ verdict: 'failed', reproducible: false })
    expect(never.reason).toContain('still running after 50000 ms')
    for (const { told } of [ends, never]) expect(told).toMatchObject([{ what: expect.stringContaining('Immediate') }])
  })
})
