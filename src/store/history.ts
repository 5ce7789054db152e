import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { type HistoryLine, historyLineSchema } from '../record/history.ts'

/** Reads a history, in the order of the runs' beginnings. @throws {UsageError} a line is none of ours. */
export function readHistory(file: string): HistoryLine[] {
  const lines = readText(file).split('\n')
  const read = lines.flatMap((line, at) => (line.trim() === '' ? [] : [lineOf(line, `${file}:${at + 1}`)]))
  return read.sort((a, b) => a.startedAt.localeCompare(b.startedAt))
}

function readText(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: ${messageOf(thrown)}.`)
  }
}

function lineOf(line: string, place: string): HistoryLine {
  try {
    return historyLineSchema.parse(JSON.parse(line))
  } catch (thrown) {
    const why = thrown instanceof z.ZodError ? z.prettifyError(thrown).replace(/\s+/g, ' ').trim() : messageOf(thrown)
    throw new UsageError(`${place} is no line of a history: ${why}. Mend or remove it.`)
  }
}

/** Appends what is not there yet. Returns the lines that were. @throws {UsageError} it cannot be written. */
export function appendHistory(file: string, lines: readonly HistoryLine[]): HistoryLine[] {
  const known = new Set(readHistory(file).map(keyOf))
  const fresh = lines.filter((line) => !known.has(keyOf(line)))
  const begun = readText(file)
  const text = fresh.map((line) => `${JSON.stringify(line)}\n`).join('')
  try {
    mkdirSync(dirname(file), { recursive: true })
    // A merge by hand may have left out the last line feed.
    if (text !== '') appendFileSync(file, `${begun === '' || begun.endsWith('\n') ? '' : '\n'}${text}`)
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
  return fresh
}

function keyOf({ run, agent, model }: HistoryLine): string {
  return JSON.stringify([run, agent, model])
}
