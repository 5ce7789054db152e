import { join, resolve } from 'node:path'
import { shortPath } from '../kernel/short-path.ts'
import { auditProblem } from '../store/audit-log.ts'
import { openRun } from '../store/stored-run.ts'
import { chooseReporters } from './choose-reporters.ts'
import { storedRun } from './stored.ts'
import type { Terminal } from './terminal.ts'
import { writeReport } from './write-report.ts'

/** Renders a stored run again. Resolves with the exit code. */
export async function reportCommand(run: string, flags: { reporter?: string[] }, terminal: Terminal): Promise<number> {
  const folder = resolve(run)
  const stored = storedRun(folder, openRun(folder))
  for (const reporter of await chooseReporters(flags.reporter ?? ['list', 'html'])) {
    if (!reporter.file) {
      terminal.print(await terminal.render(reporter, stored))
      continue
    }
    await writeReport(reporter, stored, join(folder, reporter.file))
    terminal.print(`Wrote ${shortPath(join(folder, reporter.file))}\n`)
  }
  const problem = auditProblem(folder, stored.head)
  if (problem) terminal.print(`${problem} It is no evidence.\n`)
  return problem ? 1 : 0
}
