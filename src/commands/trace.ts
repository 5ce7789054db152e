import { resolve } from 'node:path'
import { visibleJson } from '../kernel/visible.ts'
import { openRun, readStoredTrace } from '../store/stored-run.ts'
import type { Terminal } from './terminal.ts'
import { openTraceLines } from './trace-lines.ts'
import { trialNamed } from './trial-named.ts'

export interface TraceFlags {
  run: string
  json?: boolean
}

/**
 * Prints what happened in one trial of a stored run. Resolves with the exit code: 1 where the trace is not as it was
 * written. @throws {UsageError} no such trial, or several fit.
 */
export async function traceCommand(named: string, flags: TraceFlags, terminal: Terminal): Promise<number> {
  const folder = resolve(flags.run)
  const { rows, record } = openRun(folder)
  const id = trialNamed(named, rows, flags.run)
  const { events, problem } = readStoredTrace(folder, record(id))
  const lineOf = openTraceLines()
  for (const event of events) {
    terminal.print(flags.json ? `${visibleJson(JSON.stringify(event))}\n` : lineOf(event))
  }
  if (!problem) return 0
  // Not among the lines: whoever pipes them reads JSON.
  process.stderr.write(`The trace of ${id} was changed: ${problem}. It is no evidence.\n`)
  return 1
}
