import { existsSync, globSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ProgramSource } from '../../scenario/agent-source.ts'
import { isWithin } from './bubblewrap/within.ts'

/** A scenario as its files lie. */
interface Written {
  /** 'billing/duplicate-charge' */
  id: string
  /** Absolute, as is the saint's. */
  file: string
  saint: string | undefined
}

/** Files that say what is expected, wherever in the folder of scenarios they lie. */
const TELLING = '**/*.{scenario,saint}.*'

/**
 * Where it is written what an agent is expected to do: the folder of the scenarios, with whatever they share in it, their saint, and the reference
 * runs. Where the program itself lies in that folder, the scenarios and saints in it alone. What the agent's `mounts` name is meant to be seen.
 */
export function answerPlaces({ id, file, saint }: Written, program: ProgramSource): string[] {
  const { root = program.cwd, mounts = [] } = program
  const folder = resolve(file, ...id.split('/').map(() => '..'))
  const scenarios = holdsProgram(folder, program)
    ? globSync(TELLING, { cwd: folder, exclude: ['**/node_modules'] }).map((path) => join(folder, path))
    : [folder]
  const named = [...scenarios, ...(saint === undefined ? [] : [saint]), join(root, 'baselines')].filter(existsSync)
  const all = new Set(named.flatMap((path) => [path, realpathSync(path)]))
  return [...all].filter((path) => !mounts.some(({ source }) => source === path))
}

function holdsProgram(folder: string, { argv, cwd, root = cwd }: ProgramSource): boolean {
  const own = argv.map((word) => resolve(cwd, word)).filter(existsSync)
  return [root, cwd, ...own].some((path) => isWithin(path, folder))
}
