import { join, resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { reports as reporters } from '../reports/index.ts'
import { shorten } from '../scenario/load.ts'
import { auditProblem } from '../store/audit-log.ts'
import { openRun } from '../store/stored-run.ts'
import { storedRun } from './stored.ts'
import type { Terminal } from './terminal.ts'
import { writeReport } from './write-report.ts'

/** Renders a stored run again. Resolves with the exit code. */
export async function reportCommand(run: string, flags: { reporter?: string[] }, terminal: Terminal): Promise<number> {
  const folder = resolve(run)
  const stored = storedRun(folder, openRun(folder))
  for (const name of flags.reporter ?? ['list', 'html']) {
    if (!Object.hasOwn(reporters, name)) {
      throw new UsageError(`There is no reporter "${name}".${suggest(name, Object.keys(reporters))}`)
    }
    const reporter = reporters[name as keyof typeof reporters]
    if (!reporter.file) {
      terminal.print(await terminal.render(reporter, stored))
      continue
    }
    await writeReport(reporter, stored, join(folder, reporter.file))
    terminal.print(`Wrote ${shorten(join(folder, reporter.file))}\n`)
  }
  const problem = auditProblem(folder, stored.head)
  if (problem) terminal.print(`${problem} It is no evidence.\n`)
  return problem ? 1 : 0
}
