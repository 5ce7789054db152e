import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const script = resolve(import.meta.dirname, '../../scripts/sum-tests.ts')
const clean = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
const unloaded = [{ status: 'failed', assertionResults: [] }]

/** The last line and the exit code for these reports and these broken steps. */
function sum(reports: Record<string, object>, ...broken: string[]): Promise<{ line: string; code: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-sum-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, report] of Object.entries(reports))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(report))
  return new Promise((done) => {
    const child = execFile(process.execPath, [script, folder, ...broken], (_, stdout) => {
      done({ line: stdout.trimEnd().split('\n').at(-1) ?? '', code: child.exitCode })
    })
  })
}

test('adds up the suites', async () => {
  const reports = { unit: clean, system: { ...clean, numPassedTests: 2 } }
  expect(await sum(reports)).toEqual({ line: '5 passed, 0 failed', code: 0 })
})

test.each([
  ['a failed test', { numFailedTests: 1 }],
  ['a skipped test', { numPendingTests: 1 }],
  ['a test to do', { numTodoTests: 1 }],
  ['a file that does not load', { testResults: unloaded }],
])('%s fails', async (_, part) => {
  expect(await sum({ unit: clean, system: { ...clean, ...part } }, 'system')).toEqual({
    line: '6 passed, 1 failed',
    code: 1,
  })
})

test('a step that broke fails without a failed test', async () => {
  expect(await sum({ unit: clean }, 'check', 'unit', 'system')).toEqual({ line: '3 passed, 3 failed', code: 1 })
})

test('no test at all fails', async () => {
  expect(await sum({})).toMatchObject({ code: 1 })
})
