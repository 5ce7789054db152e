import { checkAgents } from '../hosts/index.ts'
import { strongest, type Tier } from '../record/tier.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'

/** Known to start, by where they come from. */
const known = new Set<string>()

/** One that is only to run in a sandbox is not loaded outside of it: its trials begin with that. */
function isToBeWalled({ contestant: { source, tier, askedTier }, loaded }: ScheduledTrial): boolean {
  return source(loaded).host === 'function' && isWalled(strongest(askedTier ?? tier, loaded.tier))
}

function isWalled(tier: Tier | undefined): boolean {
  return tier !== undefined && tier !== 'T1'
}

/**
 * Makes sure that every agent of a run can start, and its world be served, before its first trial. An agent is tried for this once a process.
 * @param env Names of the environment variables that agents get beside the usual ones.
 * @throws {UsageError | PrerequisiteError} names each that cannot.
 */
export async function loadAgentsOf(trials: readonly ScheduledTrial[], env: readonly string[]): Promise<void> {
  const openly = trials.filter((trial) => !isToBeWalled(trial))
  const sources = openly.map(({ contestant: { name, source }, loaded }) => ({ ...source(loaded), name }))
  const unknown = new Map(sources.map((source) => [keyOf(source), source]))
  for (const key of known) unknown.delete(key)
  await checkAgents([...unknown.values()], env)
  for (const key of unknown.keys()) known.add(key)
  const apis = new Set(trials.flatMap(({ loaded }) => Object.values(loaded.world.apis)))
  for (const { prerequisites } of apis) prerequisites?.()
}

/** The saint that a shipped agent is shown is loaded by itself. */
function keyOf(source: object): string {
  return JSON.stringify({ ...source, name: undefined, shipped: undefined })
}
