import { dirname } from 'node:path'
import { digest } from '../kernel/json.ts'
import type { Scenario } from '../scenario/compiled.ts'

/**
 * What the record of a trial says of its scenario: a digest of all that it says, and of what its databases are made from. Files
 * are read for that, and rows are made.
 * @throws {UsageError} its rows cannot be made, a file cannot be read
 */
export async function definitionOf({ definition, file, world: { databases } }: Scenario): Promise<string> {
  const entries = Object.entries(databases)
  if (entries.length === 0) return definition
  const { databaseDigest } = await import('../world/databases/templates/template-digest.ts')
  const digests = entries.map(([name, database]) => databaseDigest(name, database, dirname(file)))
  return digest([definition, await Promise.all(digests)])
}

/** Those of all scenarios of a run. */
export async function definitionsOf(scenarios: Iterable<Scenario>): Promise<ReadonlyMap<Scenario, string>> {
  const definitions = new Map<Scenario, string>()
  for (const scenario of new Set(scenarios)) definitions.set(scenario, await definitionOf(scenario))
  return definitions
}
