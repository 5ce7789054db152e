import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openWatch } from '../../../src/hosts/worker/watch.ts'
import type { WorkerProcess } from '../../../src/hosts/worker/worker-process.ts'

/** A process that says that it is done in so many ms. */
function worker(ms: number) {
  const child = spawn(process.execPath, [
    '-e',
    `setTimeout(() => process.stdout.write('done'), ${ms}); setInterval(() => {}, 1e6)`,
  ])
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** What somebody does who stops this process, or takes its processor. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

test.each([
  ['while this process stands still is heard in time', 900, undefined],
  ['too late is too late, also behind a stall', 60_000, 'deadline'],
] as const)('a worker that is done %s', async (_, ms, how) => {
  const child = worker(ms)
  await new Promise((done) => child.once('spawn', done))
  let ended: string | undefined
  const take = () => {
    ended = watch.cut?.how
  }
  const part = { child, pid: () => child.pid, end: () => take() } as unknown as WorkerProcess
  const watch = openWatch(
    part,
    () => undefined,
    async () => {},
  )
  onTestFinished(() => watch.close())
  child.stdout.on('data', () => watch.rest())
  watch.endBehind(500, 'deadline', 'still running')
  standStill(1_500)
  const since = performance.now()
  while (ended === undefined && performance.now() - since < 2_500) await sleep(50)
  expect(ended).toBe(how)
})
