import { resolve, sep } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import { visible } from '../kernel/visible.ts'
import { mergeParts, openParts } from '../runs/merge.ts'
import { loadConfig } from '../scenario/config.ts'
import { createRunFolder } from '../store/directory.ts'
import { chooseReporters } from './choose-reporters.ts'
import { has, openBaseline, publish, withGitHub } from './publish.ts'
import type { Terminal } from './terminal.ts'

export interface MergeFlags {
  config?: string
  out?: string
  reporter?: string[]
  baseline?: string
}

/** @throws {UsageError} one would take the place of the other. */
function mustLieApart(shard: string, out: string): void {
  if (`${out}${sep}`.startsWith(`${shard}${sep}`) || `${shard}${sep}`.startsWith(`${out}${sep}`))
    throw new UsageError(`Failed to merge into ${shortPath(out)}: a shard lies there. Choose another place with --out.`)
}

/**
 * Makes one run of the shards of one, judges it and reports. Resolves with the exit code: that of its gate.
 * @throws {UsageError} a shard is missing, torn, there twice or of another run.
 */
export async function mergeCommand(folders: readonly string[], flags: MergeFlags, terminal: Terminal): Promise<number> {
  const config = await loadConfig(flags.config)
  const chosen = withGitHub(await chooseReporters(flags.reporter, config))
  const out = flags.out ? resolve(flags.out) : resolve(config.root, config.out)
  for (const folder of folders) mustLieApart(resolve(folder), out)
  const parts = openParts(folders.map((folder) => resolve(folder)))
  const baseline = await openBaseline(flags.baseline)
  const folder = createRunFolder(out, config.keep)
  try {
    const run = mergeParts(parts, folder, baseline?.regressions)
    const final = await publish(run, folder, chosen, terminal, baseline)
    const count = parts.parts.length
    const told = `Merged ${count} ${count === 1 ? 'shard' : 'shards'}: ${shortPath(final)}${has(chosen, 'html') ? '/index.html' : ''}`
    terminal.print(`\n${visible(told)}\n`)
    return run.head.gate.passed ? 0 : 1
  } finally {
    folder.abandon()
  }
}
