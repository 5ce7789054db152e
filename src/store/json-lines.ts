import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { messageOf, UsageError } from '../kernel/errors.ts'

// Files of a line of JSON each that people commit, merge and mend by hand.

/** @param what 'line of a history'. @throws {UsageError} a line is none of them, with its place. */
export function readLines<T>(file: string, schema: z.ZodType<T>, what: string): T[] {
  return textOf(file)
    .split('\n')
    .flatMap((line, at) => (line.trim() === '' ? [] : [lineOf(line, schema, `${file}:${at + 1} is no ${what}`)]))
}

function lineOf<T>(line: string, schema: z.ZodType<T>, wrong: string): T {
  try {
    return schema.parse(JSON.parse(line))
  } catch (thrown) {
    const why = thrown instanceof z.ZodError ? z.prettifyError(thrown).replace(/\s+/g, ' ').trim() : messageOf(thrown)
    throw new UsageError(`${wrong}: ${why}. Mend or remove it.`)
  }
}

function textOf(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: ${messageOf(thrown)}.`)
  }
}

/** @throws {UsageError} it cannot be written. */
export function appendLines(file: string, lines: readonly object[]): void {
  if (lines.length === 0) return
  const begun = textOf(file)
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  try {
    mkdirSync(dirname(file), { recursive: true })
    // A merge by hand may have left out the last line feed.
    appendFileSync(file, `${begun === '' || begun.endsWith('\n') ? '' : '\n'}${text}`)
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
}
