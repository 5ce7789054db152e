import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { readStoredTrace } from '../../src/store/stored-run.ts'
import { mettle, PROJECTS, readEvents, readRecord, startMettle, temporaryFolder, trialOf } from './cli.ts'

/** 2 s in `npm run prove`; what is done in a second may take ten times as long on a crowded machine. The trials take a minute. */
const SOON_MS = process.env.METTLE_PROVE === '1' ? 2_000 : 20_000

/** Starts a run whose first trial passes and whose others take a minute, and waits until the first is done. */
async function startSlowRun(agents: string) {
  const folder = temporaryFolder()
  const out = join(folder, 'run')
  const firstDone = Promise.withResolvers<void>()
  const started = startMettle(
    ['run', '--real-time', '--agent', agents, '--workers', '2', '--out', out, '--reporter', 'json'],
    {
      cwd: join(PROJECTS, 'slow'),
      onOutput: (text) => text.includes('passed') && firstDone.resolve(),
    },
  )
  onTestFinished(() => void started.child.kill('SIGKILL'))
  await firstDone.promise
  // Time for the slow ones to begin.
  await sleep(700)
  return { ...started, folder, out, pid: started.child.pid ?? 0 }
}

/** The processes that a process has started. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statusOf(pid)?.parent === parent)
}

function isAlive(pid: number): boolean {
  const status = statusOf(pid)
  return status !== undefined && status.state !== 'Z'
}

function statusOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    return { parent: Number(/^PPid:\s+(\d+)/m.exec(text)?.[1]), state: /^State:\s+(\w)/m.exec(text)?.[1] }
  } catch {
    return undefined
  }
}

test.each([
  ['once', []],
  ['twice at once, as npm passes it on', [10]],
])('Ctrl-C %s: 130 within seconds, what is done is kept, no process stays', async (_, again) => {
  const { child, ended, folder, out, pid } = await startSlowRun('quick,slow,spinning,last')
  const workers = childrenOf(pid)
  expect(workers.length).toBeGreaterThanOrEqual(2)
  expect(workers.every(isAlive)).toBe(true)

  const since = performance.now()
  child.kill('SIGINT')
  for (const ms of again) {
    await sleep(ms)
    child.kill('SIGINT')
  }
  const { code, stderr } = await ended
  expect(performance.now() - since).toBeLessThan(SOON_MS)
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
  // The shell that ends what is left with its parent ends behind it.
  await expect.poll(() => workers.filter(isAlive), { timeout: 5_000 }).toEqual([])

  const record = readRecord(out)
  expect(record).toMatchObject({ interrupted: true, gate: { passed: false } })
  expect(record.summary).toEqual({ planned: 4, passed: 1, failed: 0, inconclusive: 0, error: 0, notRun: 3 })
  expect(trialOf(record, 'quick').verdict).toBe('passed')
  expect(readStoredTrace(out, trialOf(record, 'quick'))).toEqual({ events: readEvents(out, trialOf(record, 'quick')) })
  expect(readdirSync(folder)).toEqual(['run'])
})

test('control: a run that nobody interrupts says so, and its worker processes are gone as well', async () => {
  const out = join(temporaryFolder(), 'run')
  const { child, ended } = startMettle(['run', '--agent', 'quick,last', '--out', out], { cwd: join(PROJECTS, 'slow') })
  const { code } = await ended
  expect(code).toBe(0)
  expect(readRecord(out)).toMatchObject({ interrupted: false, summary: { planned: 2, passed: 2, notRun: 0 } })
  expect(childrenOf(child.pid ?? 0)).toEqual([])
})

test('an interrupted run can be reported', async () => {
  const { child, ended, out } = await startSlowRun('quick,slow')
  child.kill('SIGTERM')
  expect((await ended).code).toBe(143)
  const { code, stdout } = await mettle(['report', out, '--reporter', 'list'], { cwd: PROJECTS })
  expect(code).toBe(0)
  expect(stdout).toMatch(/interrupted/)
  expect(stdout).toMatch(/1 not run/)
})
