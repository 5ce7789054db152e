import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import type { KeptRun } from '../record/kept-run.ts'
import { type ComparedTrial, comparedTrialSchema, type ReferenceRun, referenceRunSchema } from '../record/reference.ts'
import type { TrialRow } from '../record/row.ts'

interface Acceptance {
  name: string
  reason: string
  /** ISO 8601. */
  acceptedAt: string
}

/** A run reduced to what later runs are compared with. @throws {UsageError} it ended before its plan was done. */
export function referenceOf({ head, rows }: KeptRun, { name, reason, acceptedAt }: Acceptance): ReferenceRun {
  const { id, seed, startedAt, environment, summary } = head
  if (head.interrupted || head.stopped !== null || summary.notRun > 0) {
    throw new UsageError(`Failed to accept ${id}: it ended before its plan was done. Run it again to its end.`)
  }
  if (summary.error > 0) {
    throw new UsageError(
      `Failed to accept ${id}: ${summary.error} of its trials are errors of the harness. Run it again.`,
    )
  }
  const run = { id, seed, startedAt, mettle: environment.mettle }
  return { schemaVersion: 1, name, reason, acceptedAt, run, trials: rows.map(comparedTrial) }
}

/** Only what a comparison needs. */
export function comparedTrial(trial: TrialRow): ComparedTrial {
  const { id, scenario, variant, agent, model, repeat, seed, definition, verdict, usage, traceHash, reproducible } =
    trial
  const guards = trial.guards.map(({ name, mode, required }) => ({ name, mode, required }))
  const faults = trial.faults.map(({ fault, params, on, when }) => ({ fault, params, on, when }))
  return comparedTrialSchema.parse({
    ...{ id, scenario, variant, agent, model, repeat, seed, definition, verdict, usage, traceHash },
    ...{ guards, faults, reproducible },
  })
}

/** Writes a reference run, a trial a line, so that a change of it can be read in a review. */
export function writeReference(file: string, { trials, ...head }: ReferenceRun): void {
  const lines = trials.map((trial) => `    ${JSON.stringify(trial)}`)
  const members = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  const text = `{\n${[...members, `  "trials": [\n${lines.join(',\n')}\n  ]`].join(',\n')}\n}\n`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
}

/** @throws {UsageError} there is none, or it is not readable as one. */
export function readReference(file: string): ReferenceRun {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: it is not JSON (${messageOf(thrown)}).`)
  }
  const parsed = referenceRunSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UsageError(
    `Failed to read ${file}: ${issue?.path.join('.')}: ${issue?.message}. Was it written by another version?`,
  )
}
