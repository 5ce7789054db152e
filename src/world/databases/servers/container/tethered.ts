import { type Duplex, Writable } from 'node:stream'
import { ownerMark } from '../../../../kernel/owner.ts'
import { asArguments, type Settings } from '../settings.ts'
import { type Docker, removeContainer } from './docker.ts'
import { OWNER_LABEL } from './leftovers.ts'

/**
 * Runs in the container ahead of the server: ends it when standard input is closed. Docker closes that when the
 * connection from here ends, however it ends. The server may still be at its preparations and deaf: it is told again.
 */
const SCRIPT = `
exec 3<&0 </dev/null
{ read -r nothing <&3; while kill -QUIT 1; do sleep 1; done; } >/dev/null 2>&1 &
exec 3<&-
exec docker-entrypoint.sh "$@"
`

/** In memory, and nowhere on a disk. */
const DATA = '/mettle'
const PORT = '5432/tcp'
/** In characters. */
const LAST_WORDS = 2_000

export interface ContainerOrder {
  image: string
  password: string
  settings: Settings
}

/** A container that ends, and is removed, with this process. */
export interface Tethered {
  host: string
  port: number
  /** Why it ended, if it did. */
  lastWords(): Promise<string | undefined>
  remove(): Promise<void>
}

export async function startTethered(docker: Docker, { image, password, settings }: ContainerOrder): Promise<Tethered> {
  const { host } = docker.info.containerRuntime
  const local = host === 'localhost' || host === '127.0.0.1'
  const container = await docker.container.create({
    Image: image,
    Cmd: ['sh', '-c', SCRIPT, 'mettle-guardian', 'postgres', ...asArguments(settings)],
    Env: [`POSTGRES_PASSWORD=${password}`, `PGDATA=${DATA}/data`, `POSTGRES_INITDB_ARGS=${INITDB_ARGUMENTS}`],
    Labels: { [OWNER_LABEL]: ownerMark() },
    ...{ OpenStdin: true, StdinOnce: true, AttachStdin: true },
    ExposedPorts: { [PORT]: {} },
    HostConfig: {
      AutoRemove: true,
      Tmpfs: { [DATA]: 'rw,mode=1777' },
      // Only for this machine, where it is this one that runs the container.
      PortBindings: { [PORT]: [{ HostIp: local ? '127.0.0.1' : '', HostPort: '' }] },
    },
  })
  try {
    const stdin = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })
    const said = keepLast(docker, stdin as Duplex)
    await container.start()
    const { NetworkSettings } = await container.inspect()
    const port = Number(NetworkSettings.Ports[PORT]?.[0]?.HostPort)
    const ended = container.wait({ condition: 'not-running' }).then(said, said)
    return {
      host: local ? '127.0.0.1' : host,
      port,
      lastWords: () => settled(ended),
      remove: () => letGo(docker, container.id, stdin as Duplex),
    }
  } catch (thrown) {
    await removeContainer(docker, container.id)
    throw thrown
  }
}

const INITDB_ARGUMENTS = '--locale=C --encoding=UTF8 --no-sync'

/** Keeps the tail of what the container says. */
function keepLast(docker: Docker, stream: Duplex): () => string {
  let tail = ''
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      tail = `${tail}${chunk}`.slice(-LAST_WORDS)
      done()
    },
  })
  stream.on('error', () => {})
  docker.container.dockerode.modem.demuxStream(stream, sink, sink)
  return () => tail.trim()
}

async function settled(ended: Promise<string>): Promise<string | undefined> {
  return Promise.race([ended, new Promise<undefined>((resolve) => setTimeout(resolve, 0))])
}

async function letGo(docker: Docker, id: string, stdin: Duplex): Promise<void> {
  stdin.destroy()
  await removeContainer(docker, id)
}
