import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { type SequentialPlan, sequentialPlanSchema } from '../record/sequential.ts'
import { TIERS, type Tier } from '../record/tier.ts'
import type { Selection } from '../runs/plan.ts'
import type { Config } from '../scenario/config.ts'
import { openRun } from '../store/stored-run.ts'

/** Which trials to run, as the command line says it. */
export interface SelectFlags {
  agent?: string[]
  model?: string[]
  variant?: string[]
  trials?: number | RepeatRange
  seed?: string
  grep?: string
  tag?: string[]
  tier?: string
  shuffle?: boolean
  lastFailed?: boolean
}

/** From so many repeats to so many: as many as the evidence needs. */
export interface RepeatRange {
  min: number
  max: number
}

/** The trials that a command line asks for. @throws {UsageError} what stands there cannot be read. */
export function readSelection(config: Config, pattern: string | undefined, flags: SelectFlags, out: string): Selection {
  const fitting = readGrep(flags.grep)
  const failed = flags.lastFailed ? lastFailed(out) : undefined
  return {
    pattern,
    path: pattern ? resolve(pattern) : undefined,
    agents: flags.agent,
    models: flags.model,
    variants: flags.variant,
    tags: flags.tag,
    keep: (id) => fitting.test(id) && (failed?.has(id) ?? true),
    repeats: readRepeats(flags.trials, config),
    seed: flags.seed === 'random' ? randomBytes(4).readUInt32BE().toString() : flags.seed,
    tier: readTier(flags.tier),
    shuffle: flags.shuffle,
  }
}

/** @throws {UsageError} there is none of that name. */
export function readTier(text: string | undefined): Tier | undefined {
  const found = TIERS.find((tier) => tier === text)
  if (text !== undefined && !found) throw new UsageError(`There is no tier "${text}".${suggest(text, TIERS)}`)
  return found
}

/** The command line says how many, the config says what is to be told apart. */
function readRepeats(asked: number | RepeatRange | undefined, { trials }: Config): number | SequentialPlan {
  if (asked === undefined) return trials
  if (typeof asked === 'number') return asked
  return sequentialPlanSchema.parse({ ...(typeof trials === 'number' ? { until: 'decided' } : trials), ...asked })
}

/** The trials of the run before that did not pass. */
function lastFailed(out: string): Set<string> {
  if (!existsSync(join(out, 'run.json'))) throw new UsageError(`There is no run before this one in ${out}.`)
  const { rows } = openRun(out)
  const failed = new Set(rows.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => id))
  if (failed.size === 0) throw new UsageError('Every trial of the last run passed: there is nothing to run again.')
  return failed
}

function readGrep(pattern = ''): RegExp {
  try {
    return new RegExp(pattern)
  } catch (thrown) {
    throw new UsageError(`Failed to read --grep: ${messageOf(thrown)}.`)
  }
}
