import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Node keeps what it has compiled there, for the next process. */
const CACHE = 'node-compile-cache'

/** What a kind of leftovers is called -> where each of them is. */
export type Count = Record<string, string[]>

/** Where to look: all of it belongs to what is counted, and to nobody else. */
export interface Ground {
  /** The project, the cache and the folder for temporary files lie in it. */
  root: string
  /** How names of this process's namespace begin, behind 'mettle-...-'. */
  host: string
  docker: boolean
}

/** Counts what there is, by other means than mettle's own. @param spared Processes that were there before. */
export function count(ground: Ground, spared: ReadonlySet<number>): Count {
  const alive = pids().filter((pid) => !spared.has(pid))
  const isWatch = (pid: number) => /mettle-(keeper|guardian|tether)|names\.delete/.test(read(`/proc/${pid}/cmdline`))
  // One without a command line has ended, and is only being put away by the system.
  const worked = alive.filter((pid) => !isWatch(pid) && nameOf(pid) !== '')
  const home = readlinkSync('/proc/self/ns/net')
  const listening = listeners()
  return {
    processes: worked.map((pid) => `${pid} ${nameOf(pid)}`),
    watchers: alive.filter(isWatch).map((pid) => `${pid}`),
    'network namespaces': [...new Set(alive.map(netOf))].filter((one) => one !== '' && one !== home),
    'listening sockets': worked.flatMap((pid) => socketsOf(pid).filter((inode) => listening.has(inode))),
    'control groups': ['memory', 'pids'].flatMap((of) => named(`/sys/fs/cgroup/${of}`, ground)),
    'temporary folders': [
      ...below(join(ground.root, 'tmp')).filter((path) => !path.endsWith(CACHE)),
      ...named('/tmp', ground),
    ],
    'unix sockets': [...sockets(join(ground.root, 'tmp')), ...named('/tmp', ground).flatMap(sockets)],
    'PostgreSQL folders': below(join(ground.root, 'cache/mettle/postgres')).flatMap((boot) =>
      below(join(boot, 'runs')),
    ),
    'run folders': below(join(ground.root, 'reports')).filter((path) => /\.(partial|taken)-/.test(path)),
    containers: ground.docker ? containers(ground.host) : [],
  }
}

/** Processes that run; not those that only wait to be asked how they ended. */
export function pids(): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return all.map(Number).filter((pid) => /^ [^ZX] /.test(read(`/proc/${pid}/stat`).replace(/^.*\)/s, '')))
}

function nameOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 120)
}

function netOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`)
  } catch {
    return ''
  }
}

function listeners(): Set<string> {
  const lines = ['tcp', 'tcp6'].flatMap((of) => read(`/proc/net/${of}`).split('\n'))
  return new Set(lines.map((line) => line.trim().split(/\s+/)).flatMap((of) => (of[3] === '0A' ? [of[9] ?? ''] : [])))
}

function socketsOf(pid: number): string[] {
  return below(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(fd))?.slice(1) ?? []
    } catch {
      return []
    }
  })
}

function named(folder: string, { host }: Ground): string[] {
  return below(folder).filter((path) => path.includes('/mettle-') && path.includes(`-${host}.`))
}

function containers(host: string): string[] {
  const format = '{{.Names}} {{.Label "mettle.owner"}}{{.Label "mettle.agent"}}'
  const said = execFileSync('docker', ['ps', '-a', '--format', format], { encoding: 'utf8' })
  return said.split('\n').filter((line) => line.includes(`.${namespaceOf()}:`) || line.includes(`-${host}.`))
}

function namespaceOf(): string {
  return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')
}

function sockets(folder: string): string[] {
  return below(folder).flatMap((path) => {
    const found = lstatSync(path, { throwIfNoEntry: false })
    return found?.isSocket() ? [path] : found?.isDirectory() ? sockets(path) : []
  })
}

function below(folder: string): string[] {
  try {
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
