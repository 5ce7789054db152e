import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerPlace } from '../../boundary/server-place.ts'
import { messageOf } from '../../kernel/errors.ts'
import { cutMiddle } from '../../kernel/head-and-tail.ts'
import type { Json } from '../../kernel/json.ts'
import type { ServiceSource } from '../../scenario/agent-source.ts'
import { readAnswer } from '../answer.ts'
import type { Ending, Host } from '../host.ts'
import { type OutsideTrial, outsideHost } from '../programs/outside-host.ts'
import { lastWords, type Program } from '../programs/program.ts'
import type { Dial } from '../programs/start.ts'
import { ask, type ServiceReply, takesConnections } from './ask.ts'

/** How long the next look waits behind the last one, in ms, for a service that starts. */
const LOOK_MS = 25
/** What an answer that comes as a stream ends with where OpenAI's form is spoken. */
const DONE = '[DONE]'

/** Runs agents that are services: each trial posts its task to one, and waits for the answer. */
export function serviceHost(place?: ServerPlace): Promise<Host> {
  return outsideHost(
    'http',
    async (service, trial) => {
      const port = service.start ? await freePort() : 0
      const fill = (template: string, more: Record<string, Json> = {}) => trial.fill(template, { port, ...more })
      const url = fill(service.url)
      const program = service.start && startService(service.start, port, trial)
      const asked = answerOf(service, url, fill, trial, program)
      if (!program) return asked
      const ended = program.exited.then((exit): Ending => {
        const how = exit.code === null ? `ended by ${exit.signal}` : `ended with exit code ${exit.code}`
        return { how: 'threw', error: `the service ${how} before it answered${lastWords(exit)}` }
      })
      // An answer that came with its last breath came.
      return Promise.race([asked, ended.then(async (ending) => Promise.race([asked, sleep(100, ending)]))])
    },
    place,
  )
}

function startService(start: NonNullable<ServiceSource['start']>, port: number, trial: OutsideTrial): Program {
  const source = { ...start, env: { PORT: String(port), ...start.env } }
  return trial.start(source, { stdin: '', more: { port }, dialled: true })
}

type Fill = (template: string, more?: Record<string, Json>) => string

async function answerOf(
  { headers, body, poll, health }: ServiceSource,
  url: string,
  fill: Fill,
  { task, stage }: OutsideTrial,
  program: Program | undefined,
): Promise<Ending> {
  const { signal } = stage
  const most = stage.scenario.limits.maxOutputBytes
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value)]))
  try {
    const dial = program?.dial
    if (program) await untilReady(health && fill(health), url, program.dial, signal)
    const sent = { 'content-type': 'application/json', accept: 'application/json, text/event-stream;q=0.9, */*;q=0.1' }
    const posted = body === undefined ? JSON.stringify(task) : fill(body)
    let reply = await ask({ method: 'POST', url, headers: { ...sent, ...own }, body: posted, dial }, most, signal)
    const first = json(reply.text)
    while (isPending(reply, poll.while)) {
      const next = poll.url === undefined ? reply.location : fill(poll.url, { reply: first ?? null })
      if (next === undefined) {
        const why = 'it names no Location, and the config no poll.url'
        return { how: 'threw', error: `the service answered ${reply.status} and is not done: ${why}` }
      }
      await sleep(poll.everyMs, undefined, { signal })
      const later = await ask({ method: 'GET', url: new URL(next, url).href, headers: own, dial }, most, signal)
      reply = { ...later, location: later.location ?? reply.location }
    }
    return endingOf(reply)
  } catch (thrown) {
    return { how: 'threw', error: `the service did not answer: ${messageOf(thrown)}` }
  }
}

function isPending({ status, text }: ServiceReply, pending: ServiceSource['poll']['while']): boolean {
  if (status === 202) return true
  const said = json(text)
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return false
  return Object.entries(pending).some(([name, values]) => values.includes(String(said[name])))
}

function endingOf({ status, type, text }: ServiceReply): Ending {
  if (status < 200 || status > 299)
    return { how: 'threw', error: `the service answered ${status}: ${cutMiddle(text, 500)}` }
  return { how: 'returned', answer: readAnswer(type.startsWith('text/event-stream') ? lastOf(text) : text) }
}

/** The data of the last event of a stream. */
function lastOf(stream: string): string {
  const events = stream.split(/\r?\n\r?\n/).map((event) => {
    const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'))
    return lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n')
  })
  return events.filter((data) => data !== '' && data !== DONE).at(-1) ?? ''
}

function json(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Resolves when a service that was started can be asked. */
async function untilReady(health: string | undefined, url: string, dial: Dial, signal: AbortSignal): Promise<void> {
  const isReady = () => (health === undefined ? takesConnections(url, dial) : isHealthy(health, dial, signal))
  while (!(await isReady())) await sleep(LOOK_MS, undefined, { signal })
}

async function isHealthy(url: string, dial: Dial, signal: AbortSignal): Promise<boolean> {
  try {
    const { status } = await ask({ method: 'GET', url, headers: {}, dial }, 65_536, signal)
    return status >= 200 && status <= 299
  } catch {
    signal.throwIfAborted()
    return false
  }
}

/** One that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
