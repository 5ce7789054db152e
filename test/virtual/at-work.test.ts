import { expect, test } from 'vitest'
import { mettle, plantProject, readRecord, trialOf } from '../e2e/cli.ts'

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
