import { devNull } from 'node:os'
import { type OwnProgram, ownProgram, type Ran } from '../../../../kernel/own-program.ts'

let program: OwnProgram | undefined

/** @throws {PrerequisiteError} this machine has no git. */
export function findGit(): OwnProgram {
  program ??= ownProgram(
    'git',
    'A repository in a world is served by git: install it (apt-get install git, brew install git).',
  )
  return program
}

/** What stands in the environment of nobody's git but this one: no configuration of the machine or its user counts. */
const ALONE = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, HOME: '/nonexistent', LC_ALL: 'C', TZ: 'UTC' }

export interface Asked {
  /** Of the repository. */
  folder: string
  input?: Uint8Array
  env?: Readonly<Record<string, string>>
}

export function git(args: readonly string[], { folder, input, env = {} }: Asked): Ran {
  const all = { ...ALONE, PATH: process.env.PATH ?? '', ...env }
  return findGit().run(args, { cwd: folder, env: all, ...(input && { input }) })
}
