import { spawn } from 'node:child_process'
import type { ServerUser } from './server-user.ts'

/** The tail of an output that is worth showing. */
const LAST_WORDS = 2_000

/** Programs of the server get none of the operator's variables: they hold secrets, and PG... ones change what they do. */
export const BARE_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Runs a program to its end as the server's user: what belongs to that user is touched with that user's rights.
 * @throws {Error} What it said last.
 */
export function runAs(
  user: ServerUser,
  command: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { ...user, cwd: '/', env: BARE_ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] as const, signal }
    const child = spawn(command, args, options as object)
    let output = ''
    const keep = (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-LAST_WORDS)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.once('error', reject)
    child.once('close', (code, killed) => {
      if (code === 0) resolve(output.trim())
      else reject(new Error(`${command} ended with ${killed ?? `exit ${code}`}: ${output.trim() || 'no word'}`))
    })
  })
}
