import { resolve } from 'node:path'
import { visible, visibleJson } from '../kernel/visible.ts'
import { eventLine } from '../reports/text/event.ts'
import { eventDetail } from '../reports/text/event-detail.ts'
import { offset } from '../reports/text/quantity.ts'
import { type Addition, openAdditions } from '../reports/text/request.ts'
import { openRun, readStoredTrace } from '../store/stored-run.ts'
import type { Recorded } from '../trace/event.ts'
import type { Terminal } from './terminal.ts'
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
  const [first] = events
  const channels = new Map<string, string>()
  const additionOf = openAdditions()
  for (const event of events) {
    const call = event.type === 'call' ? event.call : undefined
    if (call) channels.set(call.id, call.channel)
    const line = () => lineOf(event, first?.at ?? 0, channels, call && additionOf(call))
    terminal.print(flags.json ? `${visibleJson(JSON.stringify(event))}\n` : line())
  }
  if (!problem) return 0
  // Not among the lines: whoever pipes them reads JSON.
  process.stderr.write(`The trace of ${id} was changed: ${problem}. It is no evidence.\n`)
  return 1
}

/** 'e12  0:31.020  c3 the world answered ok 200 {"id":"ord_1042"}' */
function lineOf(
  event: Recorded,
  since: number,
  channels: ReadonlyMap<string, string>,
  addition: Addition | undefined,
): string {
  const detail = eventDetail(event, (call) => channels.get(call), addition)
  const gap = addition ? ', ' : event.type === 'delivered' && event.outcome === 'gone' ? ': ' : ' '
  const text = `${eventLine(event)}${detail && `${gap}${detail}`}`
  return `${`e${event.seq}`.padEnd(4)}  ${offset(event.at - since)}  ${visible(text)}\n`
}
