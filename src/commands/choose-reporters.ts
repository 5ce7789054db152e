import { isAbsolute, normalize } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import type { Reporter } from '../reports/define.ts'
import { reports } from '../reports/index.ts'
import type { Config } from '../scenario/config.ts'
import { findPart } from './own-parts.ts'

const catalogue: Readonly<Record<string, Reporter>> = reports

/** The reporters that a config or a command line asks for. Paths on the command line are from the current folder. */
export async function chooseReporters(named: readonly string[] | undefined, config?: Config): Promise<Reporter[]> {
  if (named || !config) return Promise.all((named ?? []).map((use) => choose(use, '', process.cwd())))
  return Promise.all(
    config.reporters.map((use, index) =>
      choose(use, `Failed to load ${shortPath(config.file)}:\n  reporters[${index}]: `, config.root),
    ),
  )
}

async function choose(use: Config['reporters'][number], place: string, root: string): Promise<Reporter> {
  const [which, options] = Array.isArray(use) ? use : [use, undefined]
  const reporter = await findPart(which, catalogue, { kind: 'reporter', place, root, method: 'render' }, options)
  const file = options?.file
  if (file === undefined) return reporter
  if (isAbsolute(file) || normalize(file).startsWith('..')) {
    throw new UsageError(`${place}${file} is not in the run's folder: give a path within it.`)
  }
  return { ...reporter, file }
}
