import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { findTargets, type Known, shippedTargets } from '../../conformance/known.ts'
import { missingOf, mustBeInstalled } from '../../conformance/packages.ts'
import { isRed } from '../../conformance/red.ts'
import { runTargets } from '../../conformance/run.ts'
import { UsageError } from '../../kernel/errors.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { version } from '../../kernel/version.ts'
import { writeSafeguards } from '../../reports/html/safeguards.ts'
import type { Terminal } from '../terminal.ts'
import { ACS, ACS_MECHANISM, acsCommand } from './acs.ts'
import { conformancePage } from './conformance-page.ts'
import { conformanceText } from './conformance-text.ts'
import { writeFound } from './write-found.ts'

const OUT = 'reports/conformance'

export interface ConformanceFlags {
  target?: string[]
  repeats: number
  workers?: number
  /** Of target acs: a folder. */
  vectors?: string
  out?: string
  /** True: printed. A text: written into that file. */
  json?: string | true
}

/**
 * Puts the cases to mechanisms, or lists those that are known. Resolves with the exit code: 1 where something ran without leave, or a
 * mechanism never ran what was approved, so that nothing was found out.
 */
export async function conformanceCommand(flags: ConformanceFlags, terminal: Terminal): Promise<number> {
  const root = process.cwd()
  if (flags.target?.includes(ACS)) return acsCommand({ ...flags, target: flags.target }, terminal)
  if (flags.vectors !== undefined)
    throw new UsageError(`Failed to use --vectors: they are for ${ACS}. Add --target ${ACS}.`)
  if (flags.target === undefined) return listTargets(await shippedTargets(root), flags, terminal)
  const list = await findTargets(flags.target, root)
  mustBeInstalled(list)
  const { repeats, workers = 2 * availableParallelism(), json } = flags
  const done = new Map<string, string>()
  const targets = await runTargets(list, {
    ...{ repeats, workers },
    progress: (target, at, of) => {
      done.set(target, `${target} ${at}/${of}`)
      if (json !== true) terminal.status([...done.values()].join('  '))
    },
  })
  const told = `${JSON.stringify({ mettle: version(), node: process.version, targets }, null, 2)}\n`
  if (json === true) terminal.print(told)
  else {
    const page = await writeSafeguards(conformancePage(targets), join(flags.out ?? OUT, 'index.html'))
    terminal.print(`${conformanceText(targets, terminal.color)}\nReport: ${shortPath(page)}\n`)
  }
  if (typeof json === 'string') writeFound(json, told)
  return targets.some(isRed) ? 1 : 0
}

function listTargets(known: readonly Known[], { json }: ConformanceFlags, terminal: Terminal): number {
  const rows = known.map((one) => {
    const { name, mechanism, packages } = one.target
    return { name, mechanism, packages: Object.keys(packages), missing: missingOf(one) }
  })
  if (json !== undefined) {
    terminal.print(`${JSON.stringify({ targets: rows }, null, 2)}\n`)
    return 0
  }
  rows.push({ name: ACS, mechanism: ACS_MECHANISM, packages: [], missing: [] })
  const width = Math.max(...rows.map(({ name }) => name.length))
  for (const { name, mechanism, missing } of rows) {
    const lacks = missing.length > 0 ? `  (not installed here: ${missing.join(', ')})` : ''
    terminal.print(`${name.padEnd(width)}  ${mechanism}${lacks}\n`)
  }
  return 0
}
