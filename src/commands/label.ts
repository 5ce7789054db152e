import { execFileSync } from 'node:child_process'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { shortPath } from '../kernel/short-path.ts'
import { LABELS, type Label, labelSchema } from '../record/label.ts'
import { appendLines, readLines } from '../store/json-lines.ts'
import { openRun } from '../store/stored-run.ts'
import { agreementText } from './label-text.ts'
import type { Terminal } from './terminal.ts'
import { trialNamed } from './trial-named.ts'

export interface LabelFlags {
  run: string
  file: string
  by?: string
  why?: string
}

/** Writes down what a person says of a trial. Resolves with the exit code. @throws {UsageError} no such trial, or no such word. */
export async function labelCommand(
  named: string,
  word: string,
  flags: LabelFlags,
  terminal: Terminal,
): Promise<number> {
  const label = LABELS.find((one) => one === word)
  if (!label) throw new UsageError(`"${word}" is no label.${suggest(word, LABELS)} There are: ${LABELS.join(', ')}.`)
  const { head, rows } = openRun(resolve(flags.run))
  const id = trialNamed(named, rows, flags.run)
  const row = rows.find((one) => one.id === id)
  if (!row) throw new UsageError(`There is no trial "${id}" in ${flags.run}.`)
  const line: Label = {
    ...{ schemaVersion: 1, run: head.id, trial: id, traceHash: row.traceHash, verdict: row.verdict, label },
    ...{ by: flags.by ?? whoami(), why: flags.why ?? '', at: new Date().toISOString() },
  }
  appendLines(resolve(flags.file), [line])
  const agreed = label === row.verdict ? 'as mettle says' : `mettle says ${row.verdict}`
  terminal.print(`${id}: ${label}, ${agreed}. Written to ${shortPath(resolve(flags.file))}.\n`)
  return 0
}

/** Shows how far people and verdicts agree, and people among themselves. Resolves with the exit code. */
export async function agreementCommand({ file }: Pick<LabelFlags, 'file'>, terminal: Terminal): Promise<number> {
  terminal.print(agreementText(readLines(resolve(file), labelSchema, 'label'), terminal.color))
  return 0
}

/** As they sign their commits, else as this machine knows them. */
function whoami(): string {
  try {
    const name = execFileSync('git', ['config', 'user.name'], { encoding: 'utf8', stdio: 'pipe' }).trim()
    if (name !== '') return name
  } catch {
    // There is no git here, or it knows nobody.
  }
  return userInfo().username
}
