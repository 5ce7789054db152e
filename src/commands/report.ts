import { join, resolve } from 'node:path'
import { shortPath } from '../kernel/short-path.ts'
import { auditProblem } from '../store/audit-log.ts'
import { traceProblem } from '../store/lost-traces.ts'
import { openRun } from '../store/stored-run.ts'
import { chooseReporters } from './choose-reporters.ts'
import { RECORDS_ALONE } from './flags.ts'
import { storedRun } from './stored.ts'
import type { Terminal } from './terminal.ts'
import { writeReport } from './write-report.ts'

/** Renders a stored run again. Resolves with the exit code. */
export async function reportCommand(
  run: string,
  flags: { reporter?: string[]; recordsOnly?: boolean },
  terminal: Terminal,
): Promise<number> {
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
  const lost = flags.recordsOnly ? undefined : traceProblem(folder, stored)
  if (lost) terminal.print(`${lost} ${RECORDS_ALONE}\n`)
  return problem || lost ? 1 : 0
}
