import { loadAgents } from '../hosts/loading/load-agents.ts'
import type { AgentSource } from '../hosts/loading/protocol.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'

/** Known to load, by module and export. */
const known = new Set<string>()

/**
 * Makes sure that every agent of a run loads, before its first trial. An agent is loaded for this once a process.
 * @param env Names of the environment variables that agents get beside the usual ones.
 * @throws {UsageError} names each that does not.
 */
export async function loadAgentsOf(trials: readonly ScheduledTrial[], env: readonly string[]): Promise<void> {
  const sources = new Map<string, AgentSource>()
  for (const { contestant, loaded } of trials) {
    const { name, export: run } = contestant
    const module = contestant.module(loaded)
    const key = JSON.stringify([module, run])
    if (!known.has(key)) sources.set(key, { name, module, export: run })
  }
  await loadAgents([...sources.values()], env)
  for (const key of sources.keys()) known.add(key)
}
