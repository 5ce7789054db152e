import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { PrerequisiteError, UsageError } from '../../kernel/errors.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { environmentIn, PINNED } from '../../kernel/surrounding.ts'
import type { ProgramSource } from '../../scenario/agent-source.ts'

/**
 * Makes sure that a program can be started.
 * @param named Names of the environment variables that it gets beside the usual ones.
 * @throws {UsageError} its folder or its file is not there. @throws {PrerequisiteError} nothing of its name is installed.
 */
export function checkProgram(name: string, { argv, cwd, env, image }: ProgramSource, named: readonly string[]): void {
  const refuse = (why: string) => new UsageError(`Failed to start agent "${name}": ${why}.`)
  if (!existsSync(cwd)) throw refuse(`its folder ${shortPath(cwd)} does not exist`)
  // What an image holds is known in a trial.
  if (image !== undefined) return
  const [file = ''] = argv
  // What stands in a template is known in a trial.
  if (file.includes('{{')) return
  if (file.includes('/')) {
    const path = resolve(cwd, file)
    if (!isFile(path)) throw refuse(`${shortPath(path)} does not exist`)
    if (!isExecutable(path)) throw refuse(`${shortPath(path)} may not be executed: chmod +x ${shortPath(path)}`)
    return
  }
  const { PATH = '' } = { ...environmentIn(PINNED, named), ...env }
  if (PATH.split(delimiter).some((folder) => isExecutable(join(folder, file)))) return
  throw new PrerequisiteError(
    `Failed to start agent "${name}": no program "${file}" is on the PATH. Install it, or name it by its path.`,
  )
}

/** Files of the project among its words: absolute paths. */
export function filesOfProgram({ argv, cwd }: ProgramSource): string[] {
  return argv.map((word) => resolve(cwd, word)).filter(isFile)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return isFile(path)
  } catch {
    return false
  }
}
