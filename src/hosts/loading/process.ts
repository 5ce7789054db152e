import dns from 'node:dns'
import { writeSync } from 'node:fs'
import module, { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'
import { loadAgent } from '../../agents/function.ts'
import { modelEnvironment } from '../../channels/model/environment.ts'
import { messageOf } from '../../kernel/errors.ts'
import { noteImports, takeImports } from '../../kernel/import-graph.ts'
import { useLoaderOfParent } from '../../scenario/loader.ts'
import { MODEL_ORIGIN } from '../../world/models/model-route.ts'
import { guardHandles } from '../function/doors/handles.ts'
import { type Loadable, type Loading, NOTE_IMPORTS, WIRE_FD } from './protocol.ts'

// Loads agents one after the other, and ends with the first that does not load. Its parent starts another for the rest.
const sources = JSON.parse(process.argv[2] ?? '[]') as Loadable[]
const { flushCompileCache } = module
const { stringify } = JSON
const exit = process.exit.bind(process)
/** How long files may be written behind the last agent, in ms. */
const WRITING_MS = 500
/** It asked for something outside, which only a trial can answer. */
let reached = false

const tell = (message: Loading): void => void writeSync(WIRE_FD, `${stringify(message)}\n`)

dieWithParent()
closeDoors()
Object.assign(process.env, modelEnvironment(MODEL_ORIGIN))
await useLoaderOfParent()
if (process.argv.includes(NOTE_IMPORTS)) noteImports()
for (const [index, source] of sources.entries()) {
  tell({ type: 'began', index })
  reached = false
  try {
    await loadAgent(source)
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException | null | undefined)?.code
    tell({ type: 'failed', index, message: messageOf(thrown), reached, ...(typeof code === 'string' && { code }) })
    // Node itself shows where: for a module that does not parse, nobody else knows.
    for (const event of ['uncaughtException', 'unhandledRejection']) process.removeAllListeners(event)
    setImmediate(() => void Promise.reject(thrown))
    await new Promise(() => {})
  }
  if (process.argv.includes(NOTE_IMPORTS)) tell({ type: 'imports', imports: takeImports() })
  tell({ type: 'loaded', index })
}
// For the processes that run trials: what was compiled, and what a loader still writes of what it translated.
if (process.env.NODE_COMPILE_CACHE) flushCompileCache()
for (const until = performance.now() + WRITING_MS; writesFiles() && performance.now() < until; ) {
  await new Promise((resolve) => setImmediate(resolve))
}
exit(0)

function writesFiles(): boolean {
  return process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'))
}

function dieWithParent(): void {
  const pipe = new Socket({ fd: WIRE_FD, readable: true, writable: false })
  pipe.on('close', () => exit(1))
  pipe.resume()
  pipe.unref()
}

/** Modules that call out while they load meet a closed door. */
function closeDoors(): void {
  guardHandles(() => {
    reached = true
  })
  const refused = (name: string) => {
    reached = true
    return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', hostname: name })
  }
  const lookup = (name: string, ...rest: unknown[]) => {
    const answer = rest.at(-1) as (error: Error) => void
    process.nextTick(() => answer(refused(name)))
  }
  Object.assign(dns, { lookup })
  Object.assign(dns.promises, { lookup: async (name: string) => Promise.reject(refused(name)) })
  syncBuiltinESMExports()
}
