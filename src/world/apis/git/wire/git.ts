import { devNull, tmpdir } from 'node:os'
import { PrerequisiteError } from '../../../../kernel/errors.ts'
import { type OwnProgram, ownProgram, type Ran } from '../../../../kernel/own-program.ts'

let program: OwnProgram | undefined

const ADVICE = 'A repository in a world is served by git: install it (apt-get install git, brew install git).'

function findGit(): OwnProgram {
  program ??= ownProgram('git', ADVICE)
  return program
}

/** From here on it can announce what it has to a client of HTTP. */
const OLDEST = [2, 34] as const

/** @throws {PrerequisiteError} this machine has no git, or one that is too old. */
export function mustHaveGit(): void {
  const said = git(['--version'], { folder: tmpdir() }).stdout.toString('utf8').trim()
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(said) ?? []
  if (Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1])) return
  throw new PrerequisiteError(`${said} is too old: ${OLDEST.join('.')} is needed. ${ADVICE}`)
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
