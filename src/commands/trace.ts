import { resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { visible, visibleJson } from '../kernel/visible.ts'
import { eventLine } from '../reports/text/event.ts'
import { offset } from '../reports/text/quantity.ts'
import { openRun, readStoredTrace } from '../store/stored-run.ts'
import type { Recorded } from '../trace/event.ts'
import type { Terminal } from './terminal.ts'

export interface TraceFlags {
  run: string
  json?: boolean
}

/**
 * Prints what happened in one trial of a stored run. Resolves with the exit code: 1 where the trace is not as it was
 * written. @throws {UsageError} no such trial.
 */
export async function traceCommand(id: string, flags: TraceFlags, terminal: Terminal): Promise<number> {
  const folder = resolve(flags.run)
  const { rows, record } = openRun(folder)
  const known = rows.map((one) => one.id)
  if (!known.includes(id)) throw new UsageError(`There is no trial "${id}" in ${flags.run}.${suggest(id, known)}`)
  const { events, problem } = readStoredTrace(folder, record(id))
  const [first] = events
  for (const event of events) {
    terminal.print(flags.json ? `${visibleJson(JSON.stringify(event))}\n` : lineOf(event, first?.at ?? 0))
  }
  if (!problem) return 0
  // Not among the lines: whoever pipes them reads JSON.
  process.stderr.write(`The trace of ${id} was changed: ${problem}. It is no evidence.\n`)
  return 1
}

/** 'e12  0:31.020  c3 the world answered ok 200' */
function lineOf(event: Recorded, since: number): string {
  return `${`e${event.seq}`.padEnd(4)}  ${offset(event.at - since)}  ${visible(eventLine(event))}\n`
}
