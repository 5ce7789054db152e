import { randomBytes } from 'node:crypto'
import { type Duplex, Writable } from 'node:stream'
import { ownerMark } from '../../kernel/owner.ts'
import { type Docker, removeContainer } from './docker.ts'
import { guardianOf } from './guardian.ts'
import { OWNER_LABEL } from './leftovers.ts'

/**
 * Runs in the container around its program: ends it when standard input is closed. Docker closes that when the connection
 * from here ends, however it ends. The system ends all else in a container with its first process, which is this one: the
 * program itself may be deaf, as first processes are to signals that they do not ask for.
 */
const SCRIPT = `
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
{ read -r nothing <&3; kill -KILL "$program"; } >/dev/null 2>&1 &
exec 3<&-
wait "$program"
`

/** In characters. */
const LAST_WORDS = 2_000
/** As much of what it says is looked through for a line, in characters. */
const KEPT = 1_000_000

export interface ContainerOrder {
  image: string
  /** Ahead of the command, in place of the image's. */
  entrypoint?: readonly string[]
  /** In place of the image's. */
  command?: readonly string[]
  env?: Readonly<Record<string, string>>
  /** The port that it listens on. */
  port: number
  /** Folders that are in memory, and nowhere on a disk. */
  memory?: readonly string[]
}

/** A container that ends, and is removed, with this process. */
export interface Tethered {
  id: string
  host: string
  port: number
  /** Why it ended, if it did, or does within so many ms. */
  lastWords(withinMs?: number): Promise<string | undefined>
  /** What it has said so far: the last million characters. */
  said(): string
  remove(): Promise<void>
}

/** @throws {Error} of Docker. */
export async function startTethered(docker: Docker, order: ContainerOrder): Promise<Tethered> {
  const { image, env = {}, memory = [] } = order
  const { host } = docker.info.containerRuntime
  const local = host === 'localhost' || host === '127.0.0.1'
  const inside = `${order.port}/tcp`
  const name = `mettle-${randomBytes(8).toString('hex')}`
  const guardian = guardianOf(docker)
  // A container that is made and not begun ends with nobody.
  guardian.hold(name)
  const container = await docker.container.create({
    name,
    Image: image,
    Entrypoint: ['sh', '-c', SCRIPT, 'mettle-guardian'],
    Cmd: await programOf(docker, order),
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    Labels: { [OWNER_LABEL]: ownerMark() },
    ...{ OpenStdin: true, StdinOnce: true, AttachStdin: true },
    ExposedPorts: { [inside]: {} },
    HostConfig: {
      AutoRemove: true,
      Tmpfs: Object.fromEntries(memory.map((folder) => [folder, 'rw,mode=1777'])),
      // Only for this machine, where it is this one that runs the container.
      PortBindings: { [inside]: [{ HostIp: local ? '127.0.0.1' : '', HostPort: '' }] },
    },
  })
  try {
    const stdin = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })
    const said = keepLast(docker, stdin as Duplex)
    await container.start()
    const { NetworkSettings } = await container.inspect()
    const port = Number(NetworkSettings.Ports[inside]?.[0]?.HostPort)
    const words = () => said().slice(-LAST_WORDS).trim()
    const ended = container.wait({ condition: 'not-running' }).then(words, words)
    return {
      id: container.id,
      host: local ? '127.0.0.1' : host,
      port,
      said,
      lastWords: (withinMs = 0) => settled(ended, withinMs),
      remove: async () => {
        await letGo(docker, container.id, stdin as Duplex)
        guardian.release(name)
      },
    }
  } catch (thrown) {
    await removeContainer(docker, container.id)
    guardian.release(name)
    throw thrown
  }
}

/** What would run without the guardian: an image says it in two parts. */
async function programOf(docker: Docker, { image, entrypoint, command }: ContainerOrder): Promise<string[]> {
  const { Config } = await docker.container.dockerode.getImage(image).inspect()
  // As with Docker itself, who replaces the one says the other as well.
  const its = entrypoint ?? listOf(Config.Entrypoint)
  return [...its, ...(command ?? (entrypoint ? [] : listOf(Config.Cmd)))]
}

function listOf(said: string | string[] | null | undefined): string[] {
  return typeof said === 'string' ? [said] : (said ?? [])
}

/** Keeps the tail of what the container says. */
function keepLast(docker: Docker, stream: Duplex): () => string {
  let tail = ''
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      tail = `${tail}${chunk}`.slice(-KEPT)
      done()
    },
  })
  stream.on('error', () => {})
  docker.container.dockerode.modem.demuxStream(stream, sink, sink)
  return () => tail
}

async function settled(ended: Promise<string>, withinMs: number): Promise<string | undefined> {
  return Promise.race([ended, new Promise<undefined>((resolve) => setTimeout(resolve, withinMs))])
}

async function letGo(docker: Docker, id: string, stdin: Duplex): Promise<void> {
  stdin.destroy()
  await removeContainer(docker, id)
}
