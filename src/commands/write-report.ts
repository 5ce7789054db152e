import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../kernel/write-whole.ts'
import type { Reporter, StoredRun } from '../reports/define.ts'
import { openRun } from '../store/stored-run.ts'
import { chooseReporters } from './choose-reporters.ts'
import { storedRun } from './stored.ts'

/** Writes a report to a file: at once, or part by part where the report is large. A report that fails leaves no half of it. */
export async function writeReport(reporter: Reporter, run: StoredRun, path: string): Promise<void> {
  if (!reporter.write) return writeFileSync(path, await reporter.render(run))
  const file = openSync(path, 'w')
  try {
    await reporter.write(run, (part) => writeWhole(file, Buffer.from(part)))
  } catch (thrown) {
    rmSync(path, { force: true })
    throw thrown
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
