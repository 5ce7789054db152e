import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { guards } from '../guards/index.ts'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { shortPath } from '../kernel/short-path.ts'
import { visible } from '../kernel/visible.ts'
import { acceptedFile, readJson } from '../scenario/accepted.ts'
import { loadConfig } from '../scenario/config.ts'
import type { AnyGuard } from '../scenario/define.ts'
import { writeAccepted } from '../store/accepted.ts'
import { openRun } from '../store/stored-run.ts'
import type { Terminal } from './terminal.ts'

export interface AcceptKnownFlags {
  reason: string
  known: string
  config?: string
}

/**
 * Makes what the trials of a run did known to the guards of their scenarios, from trials that passed alone. Resolves with
 * the exit code.
 */
export async function acceptKnownCommand(
  run: string,
  { reason, known: what, config }: AcceptKnownFlags,
  terminal: Terminal,
): Promise<number> {
  const all: AnyGuard[] = Object.values(guards)
  const kinds = all.flatMap(({ accepted }) => accepted?.what ?? [])
  const guard = all.find(({ accepted }) => accepted?.what === what)
  if (!guard?.accepted) throw new UsageError(`There is no "${what}" to accept.${suggest(what, kinds)}`)
  const { root } = await loadConfig(config)
  const { rows, evidence: evidenceOf } = openRun(resolve(run))
  const acceptedAt = new Date().toISOString()
  let total = 0
  for (const [scenario, trials] of Map.groupBy(rows, (trial) => trial.scenario)) {
    const passed = trials.filter(
      ({ verdict, guards: used }) => verdict === 'passed' && used.some(({ name }) => name === guard.name),
    )
    if (passed.length === 0) continue
    const file = acceptedFile(root, what, scenario)
    const before = existsSync(file) ? readJson(file) : undefined
    const evidence = passed.map(({ id }) => evidenceOf(id))
    const { content, added } = guard.accepted.grow(before, evidence, { reason, acceptedAt })
    total += added.length
    if (added.length === 0) continue
    writeAccepted(file, content)
    terminal.print(`${scenario}: ${added.length} ${what} accepted in ${shortPath(file)}. Commit it.\n`)
    for (const name of added) terminal.print(`  + ${visible(name)}\n`)
  }
  if (total === 0)
    terminal.print(`Nothing was accepted: no trial that passed under "${guard.name}" shows other ${what}.\n`)
  return 0
}
