import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { changesIn, seriesIn } from '../drift/history/changes.ts'
import { historyLines } from '../drift/history/lines.ts'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import { visibleJson } from '../kernel/visible.ts'
import { historyPage } from '../reports/history-page.ts'
import { painter } from '../reports/list/paint.ts'
import { historyText } from '../reports/text/history.ts'
import { plural } from '../reports/text/quantity.ts'
import { appendHistory, readHistory } from '../store/history.ts'
import { openRun } from '../store/stored-run.ts'
import type { Terminal } from './terminal.ts'

export interface HistoryFlags {
  file: string
  json?: boolean
  html?: string
}

/** Keeps what a run came to. Resolves with the exit code. @throws {UsageError} the run is no whole one, or the history cannot be written. */
export async function addToHistory(
  run: string,
  { file }: Pick<HistoryFlags, 'file'>,
  terminal: Terminal,
): Promise<number> {
  const kept = openRun(resolve(run))
  if (kept.head.finishedAt === null || kept.head.stopped !== null || kept.head.interrupted)
    throw new UsageError(`${run} ended before its plan was done: it is no point of a history. Run it again to its end.`)
  const fresh = appendHistory(resolve(file), historyLines(kept))
  const where = shortPath(resolve(file))
  terminal.print(
    fresh.length === 0
      ? `${kept.head.id} is in ${where} already.\n`
      : `Added ${kept.head.id}: ${plural(fresh.length, 'line')} in ${where}. Commit it.\n`,
  )
  return 0
}

/** Shows what became of each agent over time. Resolves with the exit code: 1 where a figure changed for the worse. */
export async function historyCommand({ file, json, html }: HistoryFlags, terminal: Terminal): Promise<number> {
  const series = seriesIn(readHistory(resolve(file)))
  const found = new Map(series.map((one) => [one, changesIn(one)]))
  const changes = (one: (typeof series)[number]) => found.get(one) ?? []
  if (json)
    terminal.print(
      `${visibleJson(JSON.stringify(series.map((one) => ({ agent: one.agent, model: one.model, runs: one.lines.length, changes: changes(one) }))))}\n`,
    )
  else terminal.print(historyText(series, changes, painter(terminal.color)))
  if (html !== undefined) write(resolve(html), historyPage(series, changes), terminal)
  return [...found.values()].flat().some(({ worse }) => worse) ? 1 : 0
}

function write(file: string, text: string, terminal: Terminal): void {
  try {
    writeFileSync(file, text)
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
  terminal.print(`Wrote ${shortPath(file)}\n`)
}
