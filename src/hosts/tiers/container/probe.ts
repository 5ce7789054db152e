import { messageOf } from '../../../kernel/errors.ts'
import type { Availability } from '../define.ts'
import { docker, dockerHost, dockerProgram } from './docker.ts'
import { sweepAgents } from './leftovers.ts'
import { systemCallProfile } from './profile.ts'

/** A container runtime of this machine. */
export interface Runtime extends Availability {
  /** Where it listens: 'unix:///var/run/docker.sock'. Undefined where there is none. */
  host?: string
}

const INSTALL = 'Install it: apt-get install docker.io, or what https://docs.docker.com/engine/install says.'
const START = 'Start it, and make sure that `docker info` works for this user.'

let known: Promise<Runtime> | undefined

/** Asked once a process. Never rejects. */
export function containerRuntime(): Promise<Runtime> {
  known ??= find()
  return known
}

async function find(): Promise<Runtime> {
  if (process.platform !== 'linux')
    return { lack: 'T3 is made of containers of Linux, on this machine: run mettle there.' }
  if (!systemCallProfile()) return { lack: `T3 is to be had on x64 and arm64, and this is ${process.arch}.` }
  if (dockerProgram() === undefined) return { lack: `Docker is not installed. ${INSTALL}` }
  try {
    const host = await dockerHost()
    if (!host.startsWith('unix://')) {
      return { lack: `Docker is asked at ${host}. T3 needs one of this machine, at a unix socket: see DOCKER_HOST.` }
    }
    const said = await docker(host, 'info', '--format', '{{json .}}')
    const lack = lackOf(JSON.parse(said))
    if (lack !== undefined) return { lack }
    await sweepAgents(host).catch(() => {})
    return { host, found: `Docker ${JSON.parse(said).ServerVersion}` }
  } catch (thrown) {
    return { lack: `Docker does not answer (${messageOf(thrown)}). ${START}` }
  }
}

/** What `docker info` says, as far as it matters. */
interface Info {
  ServerVersion?: string
  ServerErrors?: string[]
  SecurityOptions?: string[]
  MemoryLimit?: boolean
  PidsLimit?: boolean
}

function lackOf({ ServerVersion, ServerErrors = [], SecurityOptions = [], MemoryLimit, PidsLimit }: Info) {
  if (!ServerVersion) return `Docker does not answer (${ServerErrors.join('; ') || 'no server'}). ${START}`
  const has = (name: string) => SecurityOptions.some((option) => option.startsWith(`name=${name}`))
  // Whose the trial's files are there, nobody has tried.
  const mapped = ['rootless', 'userns'].find(has)
  if (mapped) return `Docker renames users here (${mapped}), and T3 wants them as they are. Take T2.`
  if (!has('seccomp')) return 'Docker filters no system calls here: its kernel or its build lacks seccomp. Take T2.'
  if (!MemoryLimit || !PidsLimit) return 'Docker limits neither memory nor processes here: it has no control groups.'
  return undefined
}
