import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { PrerequisiteError, UsageError } from '../../kernel/errors.ts'
import { environmentIn, PINNED } from '../../kernel/surrounding.ts'
import type { CommandSource, ProgramSource } from '../../scenario/agent-source.ts'
import { shorten } from '../../scenario/load.ts'
import type { HostKind } from '../kind.ts'

/** Programs in any language, each trial in a process of its own. */
export const command: HostKind<CommandSource> = {
  open: async () => {
    const { commandHost } = await import('./host.ts')
    return commandHost()
  },
  keepsDeadline: true,
  nameOf: ({ argv }) => argv.join(' '),
  filesOf: ({ argv, cwd }) => argv.map((word) => resolve(cwd, word)).filter((path) => isFile(path)),
  check: async (agents, env) => {
    for (const { name, ...source } of agents) checkProgram(name, source, env)
  },
}

/** @throws {UsageError} its folder or its file is not there. @throws {PrerequisiteError} nothing of its name is installed. */
export function checkProgram(name: string, { argv, cwd, env }: ProgramSource, named: readonly string[]): void {
  if (!existsSync(cwd))
    throw new UsageError(`Failed to start agent "${name}": its folder ${shorten(cwd)} does not exist.`)
  const [file = ''] = argv
  // What stands in a template is known in a trial.
  if (file.includes('{{')) return
  if (file.includes('/')) {
    const path = resolve(cwd, file)
    const why = !isFile(path) ? 'does not exist' : isExecutable(path) ? undefined : 'may not be executed: chmod +x it'
    if (why) throw new UsageError(`Failed to start agent "${name}": ${shorten(path)} ${why}.`)
    return
  }
  const { PATH = '' } = { ...environmentIn(PINNED, named), ...env }
  if (PATH.split(delimiter).some((folder) => isExecutable(join(folder, file)))) return
  throw new PrerequisiteError(
    `Failed to start agent "${name}": no program "${file}" is on the PATH. Install it, or name it by its path.`,
  )
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
