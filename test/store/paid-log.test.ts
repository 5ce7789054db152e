import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBounds } from '../../src/runs/limits.ts'
import { openPaidLog, PAID_FILE } from '../../src/store/paid-log.ts'

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-paid-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** As a process does that is killed: nothing is closed, and nothing said at the end. */
async function payAndDie(
  folder: string,
  ...calls: [reserved: number | undefined, actual?: number | 'unknown'][]
): Promise<void> {
  const log = openPaidLog(folder)
  for (const [reserved, actual] of calls) {
    await log.reserved(reserved)
    if (actual !== undefined) log.settled(reserved, actual === 'unknown' ? undefined : actual)
  }
}

test.each([
  ['nothing', [], 0],
  [
    'what calls came to',
    [
      [500, 200],
      [500, 500],
    ],
    700,
  ],
  ['all that was taken for a call that was under way', [[500, 200], [300]], 500],
  ['all that was taken where nobody knows', [[500, 'unknown']], 500],
  ['nothing of one that failed', [[500, 0]], 0],
  ['what came of a call whose price nobody knew', [[undefined, 40]], 40],
] as const)('what was paid outlives the process: %s', async (_, calls, paid) => {
  const folder = folderOfTest()
  await payAndDie(folder, ...(calls as unknown as [number | undefined, number?][]))
  using log = openPaidLog(folder)
  expect(log.before).toBe(paid)
  // Where nobody is paid, no file says so.
  expect(existsSync(join(folder, PAID_FILE))).toBe(calls.length > 0)
})

test('a line that was half written is cut off, and what it was about counts in full', async () => {
  const folder = folderOfTest()
  await payAndDie(folder, [500, 200], [300])
  appendFileSync(join(folder, PAID_FILE), '{"settled":300,"pa')
  await payAndDie(folder, [50, 10])
  using log = openPaidLog(folder)
  expect(log.before).toBe(200 + 300 + 10)
  expect(readFileSync(join(folder, `${PAID_FILE}.torn`), 'utf8')).toBe('{"settled":300,"pa')
})

test('a file that says nothing of money is refused', () => {
  const folder = folderOfTest()
  writeFileSync(join(folder, PAID_FILE), '{"settled":-1,"paid":0}\n')
  expect(() => openPaidLog(folder)).toThrow('what was paid does not stand there any more')
})

test('a limit is one for the whole run', async () => {
  const folder = folderOfTest()
  await payAndDie(folder, [600_000, 600_000])
  using log = openPaidLog(folder)
  using bounds = openBounds({ usd: 1 }, log)
  const money = bounds.moneyOf('t')
  expect(await money.reserve(300_000)).toBe(true)
  money.settle(300_000, 300_000)
  expect([await money.reserve(200_000), bounds.allows(), bounds.paid()]).toEqual([false, false, 900_000])
})
