import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { sendSignal } from '../../kernel/send-signal.ts'
import type { Dial } from '../programs/start.ts'

/** Where a worker keeps what says whose code runs: a name that its agents can see and cannot change. */
const KEY = 'mettle.owner'
/** How long a process may take to answer, in ms: it is at its end whatever it says, but a busy machine takes its time. */
const LIMIT_MS = 10_000
/** How often it is asked, and how long after each other, in ms: what interrupts code may belong to nobody, as the collector of garbage does. */
const MOST_ASKS = 3
const BETWEEN_MS = 20
/** What Node says on stderr, behind SIGUSR1. */
const LISTENING = /^Debugger listening on (ws:\/\/127\.0\.0\.1:\d+\/[\w-]+)$/m

/** Who is asked. */
interface Asked {
  child: ChildProcess
  /** The number of the process that is asked. */
  pid(): number | undefined
  /** The way into its network, where that is its own. */
  dial?: Dial | undefined
}

/** What Node is told for it: its own choice of a port, where it is ever asked. */
export const OWNER_FLAGS = ['--inspect-port=0']

/** The worker's end of it. @param owner 'handler of shop GET /v1/orders'; undefined where it is the agent's, or nobody's. */
export function showOwner(owner: () => string | undefined): void {
  Object.defineProperty(globalThis, Symbol.for(KEY), { value: owner, writable: false, configurable: false })
}

/**
 * Asks a process whose code runs in it at this moment, also where that never pauses: Node's inspector interrupts it. It costs
 * nothing before, and the process is to be ended behind it. Undefined where it is nobody's in particular, or there is no answer.
 */
export async function whoseCodeRuns(worker: Asked): Promise<string | undefined> {
  const { child, dial } = worker
  const over = new AbortController()
  const late = setTimeout(() => over.abort(), LIMIT_MS)
  const gone = () => over.abort()
  child.once('exit', gone)
  try {
    const url = await inspectorOf(worker, over.signal)
    if (url === undefined || !dial) return url && (await evaluate(url, over.signal))
    await using way = await wayTo(url, dial)
    return await evaluate(way.url, over.signal)
  } finally {
    clearTimeout(late)
    child.off('exit', gone)
    over.abort()
  }
}

/** In a network of its own nobody else reaches it. */
async function wayTo(url: string, dial: Dial): Promise<AsyncDisposable & { url: string }> {
  const port = Number(new URL(url).port)
  const server = createServer((from) => {
    from.on('error', () => {})
    dial({ host: '127.0.0.1', port }).then(
      (to) => from.pipe(to).pipe(from),
      () => from.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const here = new URL(url)
  here.port = String((server.address() as AddressInfo).port)
  return { url: here.href, [Symbol.asyncDispose]: async () => void server.close() }
}

function inspectorOf({ child, pid }: Asked, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString('latin1')
      const [, url] = LISTENING.exec(said) ?? []
      if (url) resolve(url)
    }
    child.stderr?.on('data', hear)
    signal.addEventListener('abort', () => {
      child.stderr?.off('data', hear)
      resolve(undefined)
    })
    const target = pid()
    if (target !== undefined) sendSignal(target, 'SIGUSR1')
  })
}

function evaluate(url: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url)
    const expression = `globalThis[Symbol.for('${KEY}')]()`
    const ask = { id: 1, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }
    const end = (owner?: string) => {
      resolve(owner)
      socket.close()
    }
    let asked = 0
    const next = () => {
      asked++
      socket.send(JSON.stringify(ask))
    }
    socket.onopen = next
    socket.onmessage = ({ data }) => {
      const owner = ownerIn(String(data))
      if (owner === undefined && asked < MOST_ASKS) setTimeout(next, BETWEEN_MS)
      else end(owner)
    }
    socket.onerror = () => end()
    signal.addEventListener('abort', () => end())
  })
}

/** What comes from the process is hostile. */
function ownerIn(answer: string): string | undefined {
  try {
    const value = JSON.parse(answer)?.result?.result?.value
    return typeof value === 'string' ? value.slice(0, 300) : undefined
  } catch {
    return undefined
  }
}
