import { agents as shipped } from '../agents/index.ts'
import { always, isAlways, nameIn, SHIPPED, shippedBy } from '../agents/names.ts'
import { messageOf, UsageError } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'
import { ownModule } from '../kernel/own-files.ts'
import type { AgentSource, FunctionSource } from '../scenario/agent-source.ts'
import type { Scenario } from '../scenario/compiled.ts'
import { type Config, mustKnow } from '../scenario/config.ts'
import type { ConfiguredAgent } from '../scenario/config-agents.ts'
import type { Contestant } from '../stage/scheduled-trial.ts'

type ShippedName = keyof typeof shipped

/** What may stand behind the `@` of some agents in place of a model, and what that is called. */
const PARAMETERS: Partial<Record<ShippedName, { fits: RegExp; noun: string }>> = {
  drifter: { fits: /^v[1-9]\d*$/, noun: 'a version: drifter@v2' },
  flaky: { fits: /^(0(\.\d+)?|1(\.0+)?)$/, noun: 'a probability: flaky@0.8' },
}

/** Agents that ship with mettle and do something wrong where a guard can see it, by names that no project can take from them. */
export const WRONGDOERS = {
  /** They go wrong by themselves, in any scenario. */
  anywhere: shippedAs('attacker').concat(always('random')),
  /** They go wrong when something else does, and follow a saint's way until then. */
  withSaint: shippedAs('chaos').filter((name) => !Object.keys(PARAMETERS).map(always).includes(name)),
}

function shippedAs(wanted: string): string[] {
  return Object.entries(shipped).flatMap(([name, { kind }]) => (kind === wanted ? [always(name)] : []))
}

/**
 * The agents of a run. `--agent x@m` pins a model, `--model` crosses the others; an agent that names no model anywhere
 * runs without one. JSON behind a colon, `x:{"temperature":0}`, is told to the agent and is part of its name.
 * @throws {UsageError} an agent that is not known, or parameters that do not parse.
 */
export function chooseContestants(config: Config, agents: readonly string[], models: readonly string[]): Contestant[] {
  const wanted = agents.length > 0 ? agents : Object.keys(config.agents)
  if (wanted.length === 0) throw new UsageError('There is no agent to run: add one to "agents" in the config.')
  const chosen = wanted.flatMap((text) => {
    const { name, pinned, params } = readAgent(text)
    const ours = shippedBy(config.agents, name)
    if (ours === undefined) mustBeKnown(config, name)
    const usual = ours === undefined ? config.agents[name]?.model : undefined
    const crossed = pinned !== undefined ? [pinned] : models.length > 0 ? [...models] : [usual ?? null]
    return crossed.map((model) => told(contestant(config, name, ours, model), params))
  })
  return [...new Map(chosen.map((one) => [`${one.name}@${one.model}`, one])).values()]
}

/** @throws {UsageError} neither the project nor mettle has an agent of that name. */
function mustBeKnown({ agents }: Config, name: string): void {
  if (Object.hasOwn(agents, name)) return
  const ours = SHIPPED.map((one) => one.name)
  if (isAlways(name)) mustKnow('agent', name, ours.map(always))
  refusePath(name)
  mustKnow('agent', name, [...Object.keys(agents), ...ours.map((one) => nameIn(agents, one))])
}

/** @throws {UsageError} it is a file, as other programs take one here. */
function refusePath(name: string): void {
  if (!/[/\\]|\.[cm]?[jt]s$|\.py$/.test(name)) return
  const entry = /\.[cm]?[jt]s$/.test(name) ? `'${name}'` : `{ command: ['${name}'] }`
  throw new UsageError(
    `There is no agent "${name}". An agent has its name in the config, agents: { mine: ${entry} }, and is run by that: --agent mine.`,
  )
}

interface Asked {
  name: string
  /** What stands behind the @. */
  pinned: string | undefined
  /** What stands behind the colon. */
  params: Record<string, Json> | undefined
}

/** `name`, `name@model`, `name@model:{...}`, and as records have it, `name:{...}@model`. */
function readAgent(text: string): Asked {
  const from = text.indexOf(':{')
  const to = text.lastIndexOf('}') + 1 || text.length
  const [name = '', pinned] = (from < 0 ? text : text.slice(0, from) + text.slice(to)).split('@', 2)
  if (from < 0) return { name, pinned, params: undefined }
  const json = text.slice(from + 1, to)
  try {
    return { name, pinned, params: JSON.parse(json) }
  } catch (thrown) {
    throw new UsageError(
      `Failed to read the parameters of agent "${name}": ${messageOf(thrown)}. ` +
        `They are JSON, in quotes that the shell takes off: --agent '${name}:{"temperature":0}'.`,
    )
  }
}

/** An agent that is told something else is another one, so its name says what. */
function told(one: Contestant, params: Asked['params']): Contestant {
  if (!params) return one
  if (!one.params) {
    throw new UsageError(`Agent "${one.name}" takes no parameters: it is not one of the config's.`)
  }
  // Behind an @ stands a model.
  const name = `${one.name}:${JSON.stringify(params).replaceAll('@', '\\u0040')}`
  return { ...one, name, params: { ...one.params, ...params } }
}

function contestant(config: Config, called: string, ours: string | undefined, model: string | null): Contestant {
  if (ours !== undefined) return shippedContestant(config, ours, model)
  const { source, params, tier } = config.agents[called] as ConfiguredAgent
  return { name: called, model, source: () => source, params, tier }
}

function shippedContestant({ agents, root }: Config, ours: string, model: string | null): Contestant {
  const name = nameIn(agents, ours)
  if (ours === 'saint') return { name, model, source: (scenario) => functionIn(saintOf(scenario), root) }
  const { kind, file } = shipped[ours as ShippedName]
  const own = functionIn(ownModule(`agents/${file}`), root)
  // Those that attack guards follow the saint's way where there is one.
  if (kind === 'attacker') return { name, model, source: ({ saint }) => ({ ...own, shipped: { saint } }) }
  if (ours === 'prober') return { name, model, source: () => ({ ...own, shipped: { saint: undefined, probes: true } }) }
  // Those that handle chaos wrongly follow the saint's way.
  if (kind !== 'chaos') return { name, model, source: () => own }
  const parameter = PARAMETERS[ours as ShippedName]
  if (parameter && model !== null && !parameter.fits.test(model)) {
    throw new UsageError(`There is no agent "${name}@${model}": behind its @ stands ${parameter.noun}.`)
  }
  const source = (scenario: Scenario): AgentSource => {
    const saint = saintOf(scenario)
    return { ...own, shipped: { saint } }
  }
  return { name, model, source, ...(parameter && { parameter: true }) }
}

function functionIn(module: string, root: string): FunctionSource {
  return { host: 'function', module, export: 'run', root }
}

function saintOf({ id, saint }: { id: string; saint: string | undefined }): string {
  if (!saint)
    throw new UsageError(
      `Scenario "${id}" names no saint: add saint: './....saint.ts', or leave out the agents that need one.`,
    )
  return saint
}
