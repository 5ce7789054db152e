import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { endGroup } from '../../../kernel/end-with-me.ts'
import { started } from '../../../kernel/started.ts'
import { makeTemporary } from '../../../kernel/temporary.ts'
import type { Mount } from '../../../scenario/agent-source.ts'
import type { ContainerPlace } from '../../../stage/order.ts'
import type { Start, Started, StartProgram } from '../../programs/start.ts'
import { createArguments } from './arguments.ts'
import { dockerProgram, removeContainer } from './docker.ts'
import { keepDoors } from './keep-doors.ts'
import { systemCallProfile } from './profile.ts'
import type { Shown } from './shown.ts'
import { tether } from './tether.ts'
import { handOver, type User, userFor } from './user.ts'
import { environmentWithin } from './within.ts'

/** A container of one trial. */
export interface Container extends Omit<Shown, 'cwd' | 'doors'>, ContainerPlace {
  /** Folders of this process's that are shown as they are now. */
  given: readonly string[]
  /** The ports of 127.0.0.1 that it reaches, at the same numbers. All else is not there. */
  ports: readonly number[]
  /** What its processes may take together, in bytes, with what lies in its folders in memory. */
  memoryBytes: number
}

/** Which pipe is told how far a container has come. */
const TOLD_FD = 3
/** Makes a container and runs it. Why it cannot be made is told apart from what an agent writes. */
const RUN = `
docker=$1 host=$2 name=$3
shift 3
said=$("$docker" --host "$host" create --name "$name" "$@" 2>&1 >/dev/null </dev/null) || {
  printf 'failed %s\\n' "$said" >&${TOLD_FD}
  exit 125
}
echo made >&${TOLD_FD}
"$docker" --host "$host" start --attach --interactive "$name" ${TOLD_FD}>&-
code=$?
"$docker" --host "$host" inspect --format 'over-memory {{.State.OOMKilled}}' "$name" >&${TOLD_FD} 2>/dev/null </dev/null
exit $code
`

/** Starts programs in a container, each in one of its own. */
export function startInContainer(container: Container): StartProgram {
  return (program) => {
    const { host } = container
    const file = dockerProgram() ?? 'docker'
    const name = `mettle-agent-${program.marker.split('=')[1]}`
    const user = userFor(container.root, program.cwd, container.mounts)
    const folder = openFolder(container, user)
    const letGo = tether(file, host, name, folder.path)
    const { ports } = container
    const env = environmentWithin(program.env)
    const doors = keepDoors(join(folder.doors, 's'), { ports, argv: program.argv, env })
    const shown = {
      ...container,
      cwd: program.cwd,
      doors: folder.doors,
      mounts: [...container.mounts, ...folder.given],
    }
    const child = run(
      [file, host, name, ...createArguments({ ...container, ...shown, user, profile: folder.profile })],
      program,
    )
    const told = listenTo(child)
    let ended: Promise<string[]> | undefined
    const end = async () => {
      doors.close()
      await told.made
      const left = await removeContainer(host, name).then(
        () => [],
        () => [`container ${name} would not end`],
      )
      endGroup(child)
      if (left.length === 0) letGo()
      rmSync(folder.path, { recursive: true, force: true })
      return left
    }
    return {
      child,
      begun: Promise.race([doors.begun, told.failed]),
      tree: {
        // The system limits what it takes, and nobody else need look.
        measure: async () => ({ memory: 0, count: 0 }),
        overMemory: told.overMemory,
        end: () => {
          ended ??= end()
          return ended
        },
      },
    }
  }
}

/** What a container is begun with: a place for its socket, the filter of its system calls, and what is given to it. */
function openFolder({ given, tmp }: Container, user: User) {
  // The path of a socket must be short.
  const path = makeTemporary('mettle-doors-', ['/tmp', tmpdir()])
  const [doors, profile] = [join(path, 'doors'), join(path, 'profile.json')]
  mkdirSync(doors, { mode: 0o700 })
  writeFileSync(profile, JSON.stringify(systemCallProfile()))
  const copies = given.map((source, place): Mount => {
    const copy = join(path, `given-${place}`)
    cpSync(source, copy, { recursive: true })
    return { source: copy, target: source, writable: false }
  })
  for (const one of [doors, tmp, ...copies.map(({ source }) => source)]) handOver(one, user)
  return { path, doors, profile, given: copies }
}

function run(args: readonly string[], { marker }: Started): Start['child'] {
  const [name = '', value = ''] = marker.split('=', 2)
  return started(
    spawn('/bin/sh', ['-c', RUN, 'mettle-container', ...args], {
      cwd: '/',
      env: { HOME: process.env.HOME ?? '/', [name]: value },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
    }) as ChildProcess & { stdin: Writable; stdout: Readable; stderr: Readable },
  )
}

/** What is told of a container beside what its program writes. */
function listenTo(child: Start['child']) {
  const { promise: made, resolve: settle } = Promise.withResolvers<void>()
  const { promise: failed, reject } = Promise.withResolvers<never>()
  failed.catch(() => {})
  let said = ''
  const pipe = child.stdio[TOLD_FD] as Readable
  pipe.on('error', () => {})
  pipe.on('data', (chunk: Buffer) => {
    said += chunk
    if (said.startsWith('made')) settle()
  })
  child.once('error', (thrown) => {
    settle()
    reject(thrown)
  })
  child.once('close', () => {
    settle()
    const why = /^failed ([\s\S]*)/.exec(said)?.[1]?.trim().split('\n').at(-1)
    reject(new Error(why === undefined ? 'the container did not begin' : `the container could not be made: ${why}`))
  })
  return { made, failed, overMemory: () => said.includes('over-memory true') }
}
