import { agents as shipped } from '../agents/index.ts'
import { messageOf, UsageError } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'
import { ownModule } from '../kernel/own-files.ts'
import type { AgentSource, FunctionSource } from '../scenario/agent-source.ts'
import type { Scenario } from '../scenario/compile.ts'
import { type Config, mustKnow } from '../scenario/config.ts'
import { shorten } from '../scenario/load.ts'
import type { Contestant } from '../stage/scheduled-trial.ts'

type ShippedName = keyof typeof shipped

/** What may stand behind the `@` of some agents in place of a model, and what that is called. */
const PARAMETERS: Partial<Record<ShippedName, { fits: RegExp; noun: string }>> = {
  drifter: { fits: /^v[1-9]\d*$/, noun: 'a version: drifter@v2' },
  flaky: { fits: /^(0(\.\d+)?|1(\.0+)?)$/, noun: 'a probability: flaky@0.8' },
}

/** Agents that ship with mettle and do something wrong where a guard can see it. */
export const WRONGDOERS = {
  /** They go wrong by themselves, in any scenario. */
  anywhere: shippedAs('attacker').concat('random'),
  /** They go wrong when something else does, and follow a saint's way until then. */
  withSaint: shippedAs('chaos').filter((name) => !Object.hasOwn(PARAMETERS, name)),
}

function shippedAs(wanted: string): string[] {
  return Object.entries(shipped).flatMap(([name, { kind }]) => (kind === wanted ? [name] : []))
}

/** Agents that every project has: those that ship with mettle, and the saint that a scenario names. */
const SHIPPED = ['saint', ...Object.keys(shipped)]

/**
 * The agents of a run. `--agent x@m` pins a model, `--model` crosses the others; an agent that names no model anywhere
 * runs without one. JSON behind a colon, `x:{"temperature":0}`, is told to the agent and is part of its name.
 * @throws {UsageError} an agent that is not known, or parameters that do not parse.
 */
export function chooseContestants(config: Config, agents: readonly string[], models: readonly string[]): Contestant[] {
  refuseNamesakes(config)
  const known = [...Object.keys(config.agents), ...SHIPPED]
  const wanted = agents.length > 0 ? agents : Object.keys(config.agents)
  if (wanted.length === 0) throw new UsageError('There is no agent to run: add one to "agents" in the config.')
  const chosen = wanted.flatMap((text) => {
    const { name, pinned, params } = readAgent(text)
    if (!known.includes(name)) refusePath(name)
    mustKnow('agent', name, known)
    const usual = config.agents[name]?.model
    const crossed = pinned !== undefined ? [pinned] : models.length > 0 ? [...models] : [usual ?? null]
    return crossed.map((model) => told(contestant(config, name, model), params))
  })
  return [...new Map(chosen.map((one) => [`${one.name}@${one.model}`, one])).values()]
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

function refuseNamesakes({ agents, file }: Config): void {
  const name = SHIPPED.find((one) => Object.hasOwn(agents, one))
  if (name === undefined) return
  const kind = name === 'saint' ? 'control' : shipped[name as ShippedName].kind
  const noun = kind === 'chaos' ? 'chaos agent' : kind
  throw new UsageError(
    `Failed to load ${shorten(file)}:\n  agents.${name}: every project has ${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun} of that name. Give yours another.`,
  )
}

function contestant({ agents, root }: Config, name: string, model: string | null): Contestant {
  const agent = agents[name]
  if (agent) return { name, model, source: () => agent.source, params: agent.params, tier: agent.tier }
  if (name === 'saint') return { name, model, source: (scenario) => functionIn(saintOf(scenario), root) }
  const { kind, file } = shipped[name as ShippedName]
  const own = functionIn(ownModule(`agents/${file}`), root)
  // Those that attack guards follow the saint's way where there is one.
  if (kind === 'attacker') return { name, model, source: ({ saint }) => ({ ...own, shipped: { saint } }) }
  if (name === 'prober') return { name, model, source: () => ({ ...own, shipped: { saint: undefined, probes: true } }) }
  // Those that handle chaos wrongly follow the saint's way.
  if (kind !== 'chaos') return { name, model, source: () => own }
  const parameter = PARAMETERS[name as ShippedName]
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
