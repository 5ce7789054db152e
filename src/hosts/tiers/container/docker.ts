import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { messageOf } from '../../../kernel/errors.ts'

const run = promisify(execFile)
/** How long Docker may take for one order, in ms. */
const LIMIT_MS = 60_000
/** What it answers may be long: a JSON of all it knows of an image. */
const MOST = 16 * 1024 * 1024

/** Where Docker's program lies; undefined where it is not installed. */
export function dockerProgram(path = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, 'docker'))
    .find(isExecutable)
}

/**
 * Asks Docker. Its own program knows contexts, sockets and variables.
 * @param host Where it listens: 'unix:///var/run/docker.sock'. Undefined: where the user's settings say.
 * @throws {Error} with what it said last.
 */
export async function docker(host: string | undefined, ...args: readonly string[]): Promise<string> {
  const at = host === undefined ? [] : ['--host', host]
  try {
    const { stdout } = await run(dockerProgram() ?? 'docker', [...at, ...args], { timeout: LIMIT_MS, maxBuffer: MOST })
    return stdout.trim()
  } catch (thrown) {
    const { stderr } = thrown as { stderr?: string }
    throw new Error(stderr?.trim().split('\n').at(-1) || messageOf(thrown), { cause: thrown })
  }
}

/** Where Docker listens, as the user's settings say. @throws {Error} as `docker`. */
export function dockerHost(): Promise<string> {
  return docker(undefined, 'context', 'inspect', '--format', '{{.Endpoints.docker.Host}}')
}

/** Ends a container, and removes it with all that it wrote. Rejects where it is still there. */
export async function removeContainer(host: string, name: string): Promise<void> {
  await docker(host, 'rm', '--force', '--volumes', name).catch((thrown) => {
    // Whoever removes it at the same time does no harm.
    if (!/no such container|already in progress/i.test(messageOf(thrown))) throw thrown
  })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
