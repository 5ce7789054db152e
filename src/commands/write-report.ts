import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../kernel/write-whole.ts'
import type { Reporter, StoredRun } from '../reports/define.ts'
import { openRun } from '../store/stored-run.ts'
import { chooseReporters } from './choose-reporters.ts'
import { storedRun } from './stored.ts'

/**
 * Writes a report to a file: at once, or part by part where the report is large. It is there as a whole or as it was before, whoever
 * reads it meanwhile and whenever the process dies.
 */
export async function writeReport(reporter: Reporter, run: StoredRun, path: string): Promise<void> {
  const beside = `${path}.new`
  try {
    await writeTo(beside, reporter, run)
    renameSync(beside, path)
  } catch (thrown) {
    rmSync(beside, { force: true })
    throw thrown
  }
}

async function writeTo(path: string, reporter: Reporter, run: StoredRun): Promise<void> {
  if (!reporter.write) return writeFileSync(path, await reporter.render(run))
  const file = openSync(path, 'w')
  try {
    await reporter.write(run, (part) => writeWhole(file, Buffer.from(part)))
  } finally {
    closeSync(file)
  }
}

/** Writes the page of a run that is over. Gives its path. */
export async function writePage(folder: string): Promise<string> {
  const [reporter] = await chooseReporters(['html'])
  const path = join(folder, reporter?.file ?? 'index.html')
  if (reporter) await writeReport(reporter, storedRun(folder, openRun(folder)), path)
  return path
}
