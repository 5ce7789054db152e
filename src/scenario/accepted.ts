import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'
import { shortPath } from '../kernel/short-path.ts'
import type { Scenario } from './compiled.ts'

/** What a person accepted for a scenario, by what it is: { endpoints: ... }. */
export type Accepted = Readonly<Record<string, Json>>

/** Where it is kept, committed beside the code. @param root Folder of the config. */
export function acceptedFile(root: string, what: string, scenario: string): string {
  return resolve(root, 'baselines', what, ...`${scenario}.json`.split('/'))
}

/**
 * Reads what was accepted for the guards of a scenario, before any agent runs: what an agent writes there later is not read
 * by this run.
 * @throws {UsageError} a file is not what its guard can read.
 */
export function readAccepted(root: string, scenario: Scenario): Scenario {
  const kinds = new Set(scenario.guards.flatMap(({ guard }) => guard.accepted?.what ?? []))
  const found = [...kinds].flatMap((what): [string, Json][] => {
    const file = acceptedFile(root, what, scenario.id)
    return existsSync(file) ? [[what, readJson(file)]] : []
  })
  const accepted = Object.fromEntries(found)
  try {
    return withAccepted(scenario, accepted)
  } catch (thrown) {
    const files = found.map(([what]) => shortPath(acceptedFile(root, what, scenario.id))).join(', ')
    throw new UsageError(`Failed to read ${files}: ${messageOf(thrown)}.`)
  }
}

/** A scenario whose guards know what was accepted. @throws {Error} it is not what a guard can read. */
export function withAccepted(scenario: Scenario, accepted: Accepted | undefined): Scenario {
  if (accepted === undefined || Object.keys(accepted).length === 0) return scenario
  const guards = scenario.guards.map((use) => {
    const { guard, params } = use
    const content = guard.accepted && accepted[guard.accepted.what]
    return content === undefined ? use : { ...use, params: guard.accepted?.read(params, content) }
  })
  return { ...scenario, guards, accepted }
}

/** @throws {UsageError} it is not JSON. */
export function readJson(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Json
  } catch (thrown) {
    throw new UsageError(`Failed to read ${shortPath(file)}: ${messageOf(thrown)}.`)
  }
}
