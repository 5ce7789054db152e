import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { messageOf } from '../../../kernel/errors.ts'
import type { Availability } from '../define.ts'
import { WALLS } from './arguments.ts'
import { systemCallFilter } from './filter.ts'
import { limitsHere } from './limits.ts'
import { systemArguments } from './system.ts'

const run = promisify(execFile)
/** How long a sandbox may take to begin, in ms. */
const LIMIT_MS = 30_000

const INSTALL = 'Install it: apt-get install bubblewrap (dnf, pacman and apk call it so, too).'
const ALLOW =
  'A container needs the right to make namespaces (docker run --privileged); Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0.'

/** Where bubblewrap lies; undefined where it is not installed. */
export function bubblewrap(path = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, 'bwrap'))
    .find(isExecutable)
}

/** Makes a sandbox as those of trials are. */
export async function probeBubblewrap(): Promise<Availability> {
  if (process.platform !== 'linux') return { lack: 'T2 is made of namespaces of Linux: run mettle there.' }
  if (!systemCallFilter()) return { lack: `T2 is to be had on x64 and arm64, and this is ${process.arch}.` }
  const file = bubblewrap()
  if (file === undefined) return { lack: `bubblewrap is not installed. ${INSTALL}` }
  const version = await run(file, ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => 'bubblewrap',
  )
  try {
    await run(file, [...WALLS, ...systemArguments(), '--size', '4096', '--tmpfs', '/tmp', '/bin/sh', '-c', ':'], {
      timeout: LIMIT_MS,
    })
    return { found: `${version}; ${limitsHere().told}` }
  } catch (thrown) {
    const { stderr } = thrown as { stderr?: string }
    const why = stderr?.trim().split('\n').at(-1) || messageOf(thrown)
    // It is older than what is asked of it.
    if (/unknown option/i.test(why)) return { lack: `${version} is too old: 0.8.0 is the first that can do it.` }
    return { lack: `${version} makes no sandbox here (${why}). ${ALLOW}` }
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
