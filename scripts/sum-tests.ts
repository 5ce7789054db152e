// `node scripts/sum-tests.ts FOLDER [STEP...]` adds up the vitest reports in a folder and prints `N passed, N failed`.
// A skipped test counts as failed. So does a step that broke without a failed test to show for it.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

const [folder = '.', ...broken] = process.argv.slice(2)
const suites = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ name: basename(file, '.json'), report: read(join(folder, file)) }))

const failures = new Map(suites.map(({ name, report }) => [name, failuresOf(report)]))
for (const step of broken) if (!failures.get(step)) failures.set(step, 1)
const passed = suites.reduce((sum, { report }) => sum + report.numPassedTests, 0)
const failed = [...failures.values()].reduce((sum, count) => sum + count, 0)
for (const [name, count] of failures) if (count > 0) console.error(`${name}: ${count} failed`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

/** A file that could not be loaded has no tests to fail: it counts as one. */
function failuresOf({ numFailedTests, numPendingTests, numTodoTests, testResults }: Report): number {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return numFailedTests + numPendingTests + numTodoTests + unloaded.length
}

function read(path: string): Report {
  return JSON.parse(readFileSync(path, 'utf8')) as Report
}
