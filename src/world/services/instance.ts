import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { withDeadline } from '../../kernel/cleanup.ts'
import { messageOf, PrerequisiteError } from '../../kernel/errors.ts'
import { unlessAborted } from '../../kernel/unless-aborted.ts'
import type { Docker } from '../containers/docker.ts'
import { startTethered, type Tethered } from '../containers/tethered.ts'
import type { RunningService, Service, ServiceCommand, ServiceState } from './define.ts'
import { namedState, readState } from './state.ts'

/** A container with a service in it, which one trial at a time has. */
export interface Instance extends AsyncDisposable {
  readonly place: { host: string; port: number }
  /** Puts it back to what a trial begins with. @throws {Error} says what to do. */
  reset(): Promise<void>
  /** What is in it, by the names of effects. @throws {Error} says what to do. */
  observe(): Promise<ServiceState>
}

const READY_POLL_MS = 20
const READY_LIMIT_MS = 60_000
/** What fails with its container is told with that, in ms. */
const ENDING_MS = 1_500
/** How long a reset and a look may take, in ms. */
const CODE_LIMIT_MS = 30_000
/** What stands before a container takes a connection and drops it at once where nothing listens behind it, in ms. */
const DROPPED_MS = 50

/** @throws {PrerequisiteError} it does not start, or is not ready in time. */
export async function startInstance(
  docker: Docker,
  name: string,
  service: Service,
  signal: AbortSignal | undefined,
): Promise<Instance> {
  const { image, port, command, env, memory } = service
  const order = { image, port, ...(command && { command }), ...(env && { env }), ...(memory && { memory }) }
  const container = await startTethered(docker, order).catch((thrown) => notStarted(name, image, thrown))
  const running: RunningService = {
    host: container.host,
    port: container.port,
    exec: (program) => execIn(docker, container.id, program),
  }
  try {
    await unlessAborted(signal, untilReady(name, service, container, running))
  } catch (thrown) {
    await container.remove()
    throw thrown
  }
  const told = <T>(what: 'reset' | 'observe', run: () => Promise<T>) => inTime(name, what, container, run)
  return {
    place: { host: container.host, port: container.port },
    reset: () => told('reset', async () => void (await runs<unknown>(service.reset, running, () => undefined))),
    observe: () =>
      told('observe', async () => namedState(name, readState(await runs(service.observe, running, parsed)))),
    [Symbol.asyncDispose]: () => container.remove(),
  }
}

function notStarted(name: string, image: string, thrown: unknown): never {
  const why = messageOf(thrown)
  const advice = /"sh"/.test(why)
    ? 'Mettle ends a container by a shell in it: build the image on a base that has `sh`.'
    : `Does \`docker run --rm -it ${image}\` work?`
  throw new PrerequisiteError(`Failed to start the service "${name}" (${image}): ${why}. ${advice}`)
}

async function runs<T>(
  work: { command: ServiceCommand } | ((service: RunningService) => T | Promise<T>),
  running: RunningService,
  read: (printed: string) => T,
): Promise<T> {
  return typeof work === 'function' ? await work(running) : read(await running.exec(work.command))
}

function parsed(printed: string): ServiceState {
  try {
    return JSON.parse(printed) as ServiceState
  } catch {
    throw new TypeError(`expected JSON, found ${JSON.stringify(printed.slice(0, 200))}`)
  }
}

/** What fails here is the scenario's code, or the service: never the agent. */
async function inTime<T>(
  name: string,
  what: 'reset' | 'observe',
  container: Tethered,
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await withDeadline(run, CODE_LIMIT_MS)
  } catch (thrown) {
    const ended = await container.lastWords(ENDING_MS)
    const why = ended === undefined ? messageOf(thrown) : `${messageOf(thrown)}; its container has ended: ${ended}`
    throw new Error(
      `Failed to ${what} the service "${name}": ${why}. Correct \`world.services.${name}.${what}\`: it runs without any agent or fault.`,
      { cause: thrown },
    )
  }
}

async function execIn(docker: Docker, id: string, command: ServiceCommand): Promise<string> {
  const { exitCode, stdout, stderr } = await docker.container.exec(docker.container.getById(id), [...command])
  if (exitCode === 0) return stdout
  const said = (stderr || stdout).trim().slice(-2_000)
  throw new Error(`\`${command.join(' ')}\` ended with ${exitCode}${said && `: ${said}`}`)
}

async function untilReady(
  name: string,
  { ready, image }: Service,
  container: Tethered,
  running: RunningService,
): Promise<void> {
  const deadline = performance.now() + READY_LIMIT_MS
  const ask = readiness(ready, container, running)
  for (;;) {
    const not = await ask().catch(messageOf)
    if (not === undefined) return
    const ended = await container.lastWords()
    if (ended === undefined && performance.now() < deadline) {
      await sleep(READY_POLL_MS)
      continue
    }
    const why = ended === undefined ? `not ready within ${READY_LIMIT_MS} ms: ${not}` : `it ended: ${ended || not}`
    throw new PrerequisiteError(
      `Failed to start the service "${name}" (${image}): ${why}. Correct \`world.services.${name}\`: \`ready\` says when it is up, \`port\` where it listens.`,
    )
  }
}

/** Resolves with what is still missing; undefined once it is up. */
function readiness(
  ready: Service['ready'],
  container: Tethered,
  { exec, host, port }: RunningService,
): () => Promise<string | undefined> {
  if (!ready) return () => takesConnections(host, port)
  if ('log' in ready) {
    const { log } = ready
    return async () => (container.said().includes(log) ? undefined : `it did not print ${JSON.stringify(log)}`)
  }
  return async () => void (await exec(ready.command))
}

function takesConnections(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const end = (not: string | undefined) => {
      socket.destroy()
      resolve(not)
    }
    socket.once('error', (thrown) => end(messageOf(thrown)))
    socket.once('close', () => end('its port takes no connections'))
    socket.once('data', () => end(undefined))
    socket.once('connect', () => setTimeout(() => end(undefined), DROPPED_MS))
  })
}
