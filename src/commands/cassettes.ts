import { readdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { shippedBy } from '../agents/names.ts'
import { messageOf } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import { visible } from '../kernel/visible.ts'
import { isNamed, noScenarioFits } from '../runs/plan.ts'
import type { Scenario } from '../scenario/compiled.ts'
import { type Config, loadConfig } from '../scenario/config.ts'
import { loadScenarios } from '../scenario/load-all.ts'
import { ageOf, CASSETTES, type Cassette, readCassette } from '../world/models/recorded/cassette.ts'
import type { Terminal } from './terminal.ts'

export interface CassetteFlags {
  config?: string
  /** Removes those whose trial there is none of any more. */
  prune?: boolean
}

/** A cassette, and what is wrong with it. */
interface Found {
  path: string
  cassette?: Cassette
  /** No trial of the project takes it. */
  stray?: string
  /** It may no longer fit. */
  doubt?: string
}

/** Shows what was recorded of models, and what of it is stale. Resolves with the exit code. */
export async function cassettesCommand(
  pattern: string | undefined,
  flags: CassetteFlags,
  terminal: Terminal,
): Promise<number> {
  const config = await loadConfig(flags.config)
  const all = await loadScenarios(config)
  const chosen = pattern === undefined ? all : all.filter((one) => isNamed(one, pattern, pattern))
  if (pattern !== undefined && chosen.length === 0) {
    const ids = all.map(({ id }) => id)
    throw noScenarioFits(pattern, ids)
  }
  const found = findCassettes(all, config).filter(
    ({ cassette }) => pattern === undefined || chosen.some(({ id }) => id === cassette?.of.scenario),
  )
  if (flags.prune) return prune(found, terminal)
  for (const one of found) terminal.print(`${lineOf(one)}\n`)
  terminal.print(`${summaryOf(found)}\n`)
  return 0
}

/** Also where the last scenario of a folder is gone. */
function findCassettes(scenarios: readonly Scenario[], config: Config): Found[] {
  const root = resolve(config.root, config.scenarios)
  const paths = readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && basename(entry.parentPath) === CASSETTES && entry.name.endsWith('.json')
      ? [join(entry.parentPath, entry.name)]
      : [],
  )
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]))
  return paths.sort().map((path) => look(path, byId, config))
}

function look(path: string, scenarios: ReadonlyMap<string, Scenario>, { agents }: Config): Found {
  try {
    const cassette = readCassette(path)
    if (!cassette) return { path, stray: 'it is gone' }
    const { of, definition } = cassette
    const scenario = scenarios.get(of.scenario)
    const agent = of.agent.replace(/:.*$/s, '')
    if (!scenario) return { path, cassette, stray: 'its scenario is gone' }
    if (!scenario.variants.has(of.variant)) return { path, cassette, stray: `the variant ${of.variant} is gone` }
    if (!Object.hasOwn(agents, agent) && shippedBy(agents, agent) === undefined)
      return { path, cassette, stray: `the agent ${agent} is gone` }
    return { path, cassette, ...(definition !== scenario.definition && { doubt: 'its scenario has changed since' }) }
  } catch (thrown) {
    return { path, doubt: messageOf(thrown) }
  }
}

function lineOf({ path, cassette, stray, doubt }: Found): string {
  const wrong = stray ?? doubt
  const mark = wrong === undefined ? '' : `  ${stray === undefined ? 'stale' : 'stray'}: ${wrong}`
  if (!cassette) return visible(`${shortPath(path)}${mark}`)
  const answers = cassette.exchanges.length
  const models = [...new Set(cassette.exchanges.map(({ model }) => model))].join(', ')
  const said = `${answers} ${answers === 1 ? 'answer' : 'answers'} of ${models || 'no model'}`
  return visible(
    `${shortPath(path)}  ${said}, ${cassette.recordedAt.slice(0, 10)} (${ageOf(cassette.recordedAt)})${mark}`,
  )
}

function summaryOf(found: readonly Found[]): string {
  if (found.length === 0) return 'There are no cassettes. Record some: mettle run --record.'
  const stray = found.filter((one) => one.stray !== undefined).length
  const stale = found.filter((one) => one.doubt !== undefined).length
  return [
    `${found.length} ${found.length === 1 ? 'cassette' : 'cassettes'}`,
    ...(stale > 0 ? [`${stale} stale (record again: mettle run --record)`] : []),
    ...(stray > 0 ? [`${stray} stray (remove: mettle cassettes --prune)`] : []),
  ].join(', ')
}

function prune(found: readonly Found[], terminal: Terminal): number {
  const stray = found.filter((one) => one.stray !== undefined)
  for (const { path, stray: why } of stray) {
    rmSync(path, { force: true })
    terminal.print(`removed ${visible(`${shortPath(path)}: ${why}`)}\n`)
  }
  terminal.print(`${stray.length} of ${found.length} cassettes removed\n`)
  return 0
}
