import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { endWithMe } from '../../kernel/end-with-me.ts'
import { ownMarker } from '../../kernel/left-processes.ts'
import { processTree } from '../../kernel/process-tree.ts'
import { started } from '../../kernel/started.ts'
import { makeTemporary } from '../../kernel/temporary.ts'
import type { McpServer } from './define.ts'

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** A server's process, and all that comes of it. */
export interface ServerProgram {
  input: Writable
  output: Readable
  /** Resolves with how it ended, and what it said last. Never rejects. */
  ended: Promise<string>
  /** The process is kept awake for it, or is not. */
  awake(is: boolean): void
  /** Ends its whole tree. What would not end, by name. */
  end(): Promise<string[]>
}

/** How much of what a server says on stderr is kept, in characters. */
const KEPT = 4_000
const LAST_WORDS = 150

/** Starts a server in a group of its own, with a folder of its own. It ends with this process, however that ends. */
export function startServer(
  { command, env = {} }: Pick<McpServer, 'command' | 'env'>,
  cwd: string,
  variables: Readonly<Record<string, string>>,
): ServerProgram {
  const tmp = makeTemporary('mettle-mcp-')
  const fill = (text: string) => text.replaceAll('{{tmp}}', tmp)
  const marker = ownMarker()
  const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, fill(value)]))
  const [file = '', ...args] = command.map(fill)
  const child: Child = started(
    spawn(file, args, {
      cwd,
      env: { ...variables, TMPDIR: tmp, ...own, METTLE_MCP_SERVER: marker },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    }),
  )
  endWithMe(child)
  const tree = child.pid === undefined ? undefined : processTree(child.pid, `METTLE_MCP_SERVER=${marker}`)
  const ended = watchEnd(child)
  return {
    input: child.stdin,
    output: child.stdout,
    ended,
    awake: (is) => keepAwake(child, is),
    end: async () => {
      const left = (await tree?.end()) ?? []
      rmSync(tmp, { recursive: true, force: true })
      return left.filter((name) => name.endsWith('would not end'))
    },
  }
}

function watchEnd(child: Child): Promise<string> {
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT)
  })
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => {})
  const words = () => {
    const last = said.trim().split('\n').at(-1) ?? ''
    return last === '' ? '' : `: ${last.slice(-LAST_WORDS)}`
  }
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(`could not be started: ${message}`))
    // What it wrote last is read by then.
    child.once('close', (code, signal) => resolve(`ended (${signal ?? `exit ${code}`})${words()}`))
  })
}

/** Its pipes alone must not keep a process awake whose time stands still until it has nothing to do. */
function keepAwake(child: Child, is: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as unknown as { ref?(): void; unref?(): void }[]
  for (const handle of handles) (is ? handle.ref : handle.unref)?.call(handle)
}
