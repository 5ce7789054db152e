import type { Command } from 'commander'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { candidates } from './completion/candidates.ts'
import { scripts } from './completion/scripts.ts'
import type { Terminal } from './terminal.ts'

/** Prints what a shell needs to complete command lines. Resolves with the exit code. @throws {UsageError} another shell. */
export function completionCommand(shell: string, terminal: Terminal): number {
  if (!Object.hasOwn(scripts, shell)) {
    throw new UsageError(`There is no completion for "${shell}".${suggest(shell, Object.keys(scripts))}`)
  }
  terminal.print(scripts[shell as keyof typeof scripts])
  return 0
}

/** Answers a shell. Whatever is wrong, a line that is being typed is no place to say so. */
export async function completeCommand(program: Command, words: readonly string[], terminal: Terminal): Promise<number> {
  const found = await candidates(program, words).catch(() => [])
  terminal.print(found.map(({ word, about }) => (about ? `${word}\t${about}\n` : `${word}\n`)).join(''))
  return 0
}
