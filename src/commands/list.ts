import { resolve } from 'node:path'
import { nameIn, SHIPPED, shippedBy } from '../agents/names.ts'
import { faults } from '../faults/index.ts'
import { safeguardFaults } from '../faults/safeguards/index.ts'
import { guards } from '../guards/index.ts'
import { reports as reporters } from '../reports/index.ts'
import { isNamed, noScenarioFits } from '../runs/plan.ts'
import { type Config, loadConfig } from '../scenario/config.ts'
import { findScenarios, loadTasks } from '../scenario/load.ts'
import { presets } from '../scenario/presets.ts'
import { scorers } from '../scorers/index.ts'
import type { Terminal } from './terminal.ts'

export interface ListFlags {
  config?: string
  agents?: boolean
  faults?: boolean
  guards?: boolean
  scorers?: boolean
  presets?: boolean
  reporters?: boolean
}

/** Shows what there is: scenarios with their variants, or a catalogue of parts. Resolves with the exit code. */
export async function listCommand(pattern: string | undefined, flags: ListFlags, terminal: Terminal): Promise<number> {
  const catalogues = { faults: { ...faults, ...safeguardFaults }, presets, guards, scorers, reporters }
  for (const [kind, parts] of Object.entries(catalogues)) {
    if (flags[kind as keyof typeof catalogues]) return listParts(Object.values(parts), terminal)
  }
  const config = await loadConfig(flags.config)
  if (flags.agents) return listAgents(config, terminal)
  for (const { id, file } of fittingScenarios(config, pattern)) {
    const [first, ...others] = await loadTasks(id, file)
    if (!first) continue
    const { variants, tags, guards: uses } = first
    terminal.print(`${id}${tags.length > 0 ? `  [${tags.join(', ')}]` : ''}\n`)
    if (first.within !== undefined) terminal.print(`  tasks     ${others.length + 1}, from ${first.id}\n`)
    terminal.print(`  variants  ${[...variants.keys()].join(', ')}\n`)
    terminal.print(`  guards    ${uses.map(({ guard, mode }) => `${guard.name} (${mode})`).join(', ') || 'none'}\n`)
  }
  return 0
}

/** @throws {UsageError} none fits. */
function fittingScenarios(config: Config, pattern: string | undefined) {
  const found = findScenarios(resolve(config.root, config.scenarios))
  const fitting =
    pattern === undefined ? found : found.filter((one) => isNamed(one, pattern, pattern ? resolve(pattern) : undefined))
  if (fitting.length > 0) return fitting
  throw noScenarioFits(
    pattern ?? '',
    found.map(({ id }) => id),
  )
}

/** The project's own, and those that every project has. */
function listAgents({ agents }: Config, terminal: Terminal): number {
  const own = Object.entries(agents).map(([name, { model }]) => {
    const instead = nameIn(agents, name)
    const summary = shippedBy(agents, instead) ? `Yours, in place of the one that ships: that is ${instead} here.` : ''
    return { name: model ? `${name}@${model}` : name, kind: '', summary }
  })
  const all = [...own, ...SHIPPED.map((one) => ({ ...one, name: nameIn(agents, one.name) }))]
  const width = Math.max(...all.map(({ name }) => name.length))
  for (const { name, kind, summary } of all) {
    terminal.print(`${`${name.padEnd(width)}  ${kind.padEnd(8)}  ${summary}`.trimEnd()}\n`)
  }
  return 0
}

function listParts(parts: readonly { name: string; summary: string }[], terminal: Terminal): number {
  const width = Math.max(...parts.map(({ name }) => name.length))
  for (const { name, summary } of parts) terminal.print(`${name.padEnd(width)}  ${summary}\n`)
  return 0
}
