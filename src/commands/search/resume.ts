import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { UsageError } from '../../kernel/errors.ts'
import { shortPath } from '../../kernel/short-path.ts'
import type { TrialRow } from '../../record/row.ts'
import type { RunBasis, RunHead } from '../../record/run.ts'
import { changesSince } from '../../runs/basis.ts'
import { seedsOf } from '../../runs/schedule.ts'
import type { ScheduledTrial } from '../../stage/scheduled-trial.ts'
import { readHead } from '../../store/head.ts'
import { openRun } from '../../store/stored-run.ts'
import { PLANS_FILE } from '../../store/told-plans.ts'
import { newestOf } from '../resume.ts'
import type { Searched } from './performer.ts'
import { SEARCH_FILE } from './search-file.ts'

const askedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  scenario: z.string(),
  agent: z.string(),
  model: z.string().nullable(),
  seed: z.string(),
  faults: z.array(z.string()),
  maxFaults: z.int(),
})

/** What a search looks for, and in whom: another one finds something else. */
export type Asked = z.infer<typeof askedSchema>

/** A search that goes on. */
export interface TakenUp {
  /** Where it lies. */
  from: string
  head: RunHead
  /** Trials that have their records. */
  earlier: ScheduledTrial[]
}

/**
 * Finds the search to go on with. @param out Where it would lie in the end.
 * @throws {UsageError} there is none, or it would be another one: names what changed.
 */
export function takeUp(
  named: string | true,
  out: string,
  { asked, basis, searched }: { asked: Asked; basis: RunBasis; searched: Searched },
): TakenUp {
  const from = named === true ? newestOf(out) : resolve(named)
  const file = join(from, SEARCH_FILE)
  if (!existsSync(file) || !existsSync(join(from, PLANS_FILE)))
    throw refuse(from, 'it holds no search that could go on')
  const before = askedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  const head = readHead(from)
  if (!before || !head.basis) throw refuse(from, `${SEARCH_FILE} was changed, or is of another version`)
  const lines = [...changedIn(before, asked), ...changesSince({ ...head, basis: head.basis }, basis)]
  if (lines.length > 0)
    throw refuse(
      from,
      `it would be another search:\n${lines.map((line) => `  ${line}`).join('\n')}\nIt is there as before`,
    )
  return { from, head, earlier: openRun(from).rows.map((row) => scheduled(row, searched)) }
}

function changedIn(before: Asked, now: Asked): string[] {
  return (['scenario', 'agent', 'model', 'seed', 'maxFaults', 'faults'] as const).flatMap((name) => {
    const [was, is] = [String(before[name]), String(now[name])]
    return was === is ? [] : [`${NAMES[name]} is ${cut(is)}, and was ${cut(was)}`]
  })
}

const NAMES = {
  scenario: 'the scenario',
  agent: 'the agent',
  model: 'the model',
  seed: '--seed',
  maxFaults: '--max-faults',
  faults: '--faults',
} as const

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}...` : text
}

function scheduled(row: TrialRow, { loaded, agent, saint, seed }: Searched): ScheduledTrial {
  const { id, scenario, variant, repeat, model, tags } = row
  const contestant = row.agent === agent.name ? agent : (saint ?? agent)
  const planned = { id, scenario, variant, agent: row.agent, model, repeat, tags: [...tags] }
  return { ...planned, contestant, loaded, ...seedsOf(seed, planned) }
}

function refuse(from: string, why: string): UsageError {
  return new UsageError(`Failed to resume ${shortPath(from)}: ${why}. Search anew, without --resume.`)
}
