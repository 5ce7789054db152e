import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { harmlessJson, type Json } from '../kernel/json.ts'
import { openAppended } from './appended.ts'
import { followChain, openChain } from './chained-lines.ts'
import { cutTail } from './cut-tail.ts'

/** What a search was told of plans, a line each: also of those that are in no ledger. */
export const PLANS_FILE = 'plans.jsonl'

/** Lines that outlive this process. */
export interface ToldPlans extends Disposable {
  /** Those that were there. */
  readonly before: readonly Json[]
  /** @throws {PrerequisiteError} the disk is full, or gone. */
  append(value: Json): void
}

/**
 * Opens what a search was told, behind its last whole line. @param runId Where its chain starts: lines of one run fit into no other.
 * @throws {UsageError} a line of it was changed.
 */
export function openToldPlans(folder: string, runId: string): ToldPlans {
  const path = join(folder, PLANS_FILE)
  const { before, chain } = readBack(path, runId)
  const file = openAppended(path, 'a')
  return {
    before,
    append: (value) => file.write(Buffer.from(chain.add(harmlessJson(value)))),
    [Symbol.dispose]: () => file[Symbol.dispose](),
  }
}

function readBack(path: string, runId: string) {
  const before: Json[] = []
  if (!existsSync(path)) return { before, chain: openChain(runId) }
  let bytes = 0
  const check = followChain(path, runId, (text, { offset, length }) => {
    before.push(JSON.parse(text) as Json)
    bytes = offset + length + 1
  })
  if (check.brokenAt !== undefined)
    throw new UsageError(
      `Failed to go on with ${path}: line ${check.brokenAt} does not fit the line before it. Search anew, without --resume.`,
    )
  cutTail(path, bytes)
  return { before, chain: openChain(runId, check) }
}
