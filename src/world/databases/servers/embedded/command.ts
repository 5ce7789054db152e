import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { endGroup, endWithMe } from '../../../../kernel/end-with-me.ts'
import { limitToldIn } from '../../../../kernel/machine.ts'
import { started } from '../../../../kernel/started.ts'
import type { ServerUser } from './server-user.ts'

/** The tail of an output that is worth showing. */
const LAST_WORDS = 2_000
/** How long a program may take to end in order once it is asked to, in ms: `initdb` ends what it has started. */
const END_LIMIT_MS = 5_000

/** Programs of the server get none of the operator's variables: they hold secrets, and PG... ones change what they do. */
export const BARE_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/**
 * Runs a program to its end as the server's user: what belongs to that user is touched with that user's rights. Once the signal aborts, it is
 * ended, and awaited all the same: whoever goes on finds nobody at work.
 * @throws {Error} What it said last, with the code of a limit of the machine that this tells of.
 */
export async function runAs(
  user: ServerUser,
  command: string,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted()
  // A session of its own: Ctrl-C is for the harness.
  const options = { ...user, cwd: '/', env: BARE_ENVIRONMENT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }
  const child = started(spawn(command, args, options as object))
  endWithMe(child)
  const said = keepLast(child.stdout, child.stderr)
  let late: NodeJS.Timeout | undefined
  const end = () => {
    child.kill('SIGTERM')
    late = setTimeout(() => endGroup(child), END_LIMIT_MS)
  }
  signal?.addEventListener('abort', end, { once: true })
  try {
    const how = await new Promise<string | number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, killed) => resolve(killed ?? code))
    })
    signal?.throwIfAborted()
    if (how === 0) return said()
    const why = `${command} ended with ${typeof how === 'string' ? how : `exit ${how}`}`
    const code = limitToldIn(`${why}\n${said()}`)
    // It tells of each file that met the limit: one is enough.
    const last =
      code === undefined
        ? said()
        : said()
            .split('\n')
            .findLast((line) => limitToldIn(line) === code)
    throw Object.assign(new Error(`${why}: ${last || 'no word'}`), { code })
  } finally {
    signal?.removeEventListener('abort', end)
    clearTimeout(late)
  }
}

function keepLast(...streams: (Readable | null)[]): () => string {
  let output = ''
  for (const stream of streams) {
    stream?.on('data', (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-LAST_WORDS)
    })
  }
  return () => output.trim()
}
