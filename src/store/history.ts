import { type HistoryLine, historyLineSchema } from '../record/history.ts'
import { appendLines, readLines } from './json-lines.ts'

/** Reads a history, in the order of the runs' beginnings. @throws {UsageError} a line is none of ours. */
export function readHistory(file: string): HistoryLine[] {
  const lines = readLines(file, historyLineSchema, 'line of a history')
  return lines.sort((a, b) => a.startedAt.localeCompare(b.startedAt))
}

/** Appends what is not there yet. Returns the lines that were. @throws {UsageError} it cannot be written. */
export function appendHistory(file: string, lines: readonly HistoryLine[]): HistoryLine[] {
  const known = new Set(readHistory(file).map(keyOf))
  const fresh = lines.filter((line) => !known.has(keyOf(line)))
  appendLines(file, fresh)
  return fresh
}

function keyOf({ run, agent, model }: HistoryLine): string {
  return JSON.stringify([run, agent, model])
}
