import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { endWithMe } from './end-with-me.ts'
import { OWNER_VARIABLE } from './left-processes.ts'
import { fromSource, ownModule } from './own-files.ts'
import { ownerTag } from './owner.ts'
import { started } from './started.ts'

/** How a process of mettle's own is started, beside what holds for all of them. */
export interface OwnProcess extends SpawnOptions {
  /** For Node, beside those that this process was started with. */
  flags?: readonly string[]
}

/** A program and its environment. */
export interface OwnCommand {
  argv: readonly string[]
  env: Readonly<Record<string, string>>
}

/** How one of mettle's own modules is started. @param path As for `ownModule`. */
export function ownCommand(
  path: string,
  args: readonly string[],
  { flags = [], env = {} }: Pick<OwnProcess, 'flags' | 'env'>,
): OwnCommand {
  const cache = getCompileCacheDir()
  const forNode = [...process.execArgv, ...flags, ...(fromSource ? ['--conditions=mettle-source'] : [])]
  return {
    argv: [process.execPath, ...forNode, ownModule(path), ...args],
    env: {
      ...(env as Record<string, string>),
      ...(cache && { NODE_COMPILE_CACHE: cache }),
      [OWNER_VARIABLE]: ownerTag(),
    },
  }
}

/**
 * Starts one of mettle's own modules in a process that ends when this one does.
 * @param path As for `ownModule`: 'judging/process'.
 * @throws {Error} with code EMFILE: no pipe to it can be made.
 */
export function startOwn(
  path: string,
  args: readonly string[],
  { flags = [], env = {}, ...options }: OwnProcess,
): ChildProcess {
  return startCommand(ownCommand(path, args, { flags, env }), options)
}

/** The same of a command that is made already. @throws {Error} with code EMFILE: no pipe to it can be made. */
export function startCommand({ argv, env }: OwnCommand, options: Omit<SpawnOptions, 'env'>): ChildProcess {
  const [file = '', ...words] = argv
  const child = started(spawn(file, words, { ...options, env }))
  endWithMe(child)
  return child
}
