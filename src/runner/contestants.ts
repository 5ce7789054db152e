import { fileURLToPath } from 'node:url'
import { UsageError } from '../kernel/errors.ts'
import { type Config, mustKnow } from '../scenario/config.ts'
import { shorten } from '../scenario/load.ts'
import type { Contestant } from './schedule.ts'

/** Agents that every project has: they show that a scenario can tell right from wrong. */
export const CONTROLS = ['saint', 'null', 'random'] as const

/**
 * The agents of a run. `--agent x@m` pins a model, `--model` crosses the others; an agent that names no model anywhere
 * runs without one.
 * @throws {UsageError} an agent that is not known.
 */
export function chooseContestants(config: Config, agents: readonly string[], models: readonly string[]): Contestant[] {
  for (const name of CONTROLS) {
    if (Object.hasOwn(config.agents, name)) {
      throw new UsageError(
        `Failed to load ${shorten(config.file)}:\n  agents.${name}: every project has a control of that name.`,
      )
    }
  }
  const known = [...Object.keys(config.agents), ...CONTROLS]
  const wanted = agents.length > 0 ? agents : Object.keys(config.agents)
  if (wanted.length === 0) throw new UsageError('There is no agent to run: add one to "agents" in the config.')
  const chosen = wanted.flatMap((text) => {
    const [name = '', pinned] = text.split('@', 2)
    mustKnow('agent', name, known)
    const usual = config.agents[name]?.model
    const crossed = pinned !== undefined ? [pinned] : models.length > 0 ? [...models] : [usual ?? null]
    return crossed.map((model) => contestant(config, name, model))
  })
  return [...new Map(chosen.map((one) => [`${one.name}@${one.model}`, one])).values()]
}

function contestant({ agents }: Config, name: string, model: string | null): Contestant {
  const agent = agents[name]
  if (agent) return { name, model, module: () => agent.module, export: agent.export }
  if (name === 'saint') return { name, model, module: saintOf, export: 'run' }
  const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const file = fileURLToPath(new URL(`../agents/controls/${name}.${suffix}`, import.meta.url))
  return { name, model, module: () => file, export: 'run' }
}

function saintOf({ id, saint }: { id: string; saint: string | undefined }): string {
  if (!saint)
    throw new UsageError(`Scenario "${id}" names no saint: add saint: './....saint.ts', or leave out --agent saint.`)
  return saint
}
