import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { endWithMe } from './end-with-me.ts'
import { fromSource, ownModule } from './own-files.ts'
import { started } from './started.ts'

/** How a process of mettle's own is started, beside what holds for all of them. */
export interface OwnProcess extends SpawnOptions {
  /** For Node, beside those that this process was started with. */
  flags?: readonly string[]
}

/**
 * Starts one of mettle's own modules in a process that ends when this one does.
 * @param path As for `ownModule`: 'judging/process'.
 * @throws {Error} with code EMFILE: no pipe to it can be made.
 */
export function startOwn(
  path: string,
  args: readonly string[],
  { flags = [], env, ...options }: OwnProcess,
): ChildProcess {
  const cache = getCompileCacheDir()
  const forNode = [...process.execArgv, ...flags, ...(fromSource ? ['--conditions=mettle-source'] : [])]
  const child = started(
    spawn(process.execPath, [...forNode, ownModule(path), ...args], {
      ...options,
      env: { ...env, ...(cache && { NODE_COMPILE_CACHE: cache }) },
    }),
  )
  endWithMe(child)
  return child
}
