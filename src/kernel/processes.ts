import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'

/** A process as the system tells of it. */
export interface ProcessEntry {
  pid: number
  parent: number
  group: number
  session: number
  /** With the pid it names one process and no later one. */
  startedAt: string
  /** Resident, in bytes. */
  memory: number
  /** The name of its program. */
  name: string
  /** Its environment as it began; '' where it is not told. */
  environment(): string
}

const PAGE = 4096

/** Every process of this machine. On Linux from /proc, elsewhere from `ps`, which does not tell environments. */
export async function listProcesses(platform = process.platform): Promise<ProcessEntry[]> {
  return platform === 'linux' ? fromProc() : fromPs()
}

function fromProc(): ProcessEntry[] {
  return readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? (processAt(Number(entry)) ?? []) : []))
}

/** A process that runs, on Linux. As proc(5) has it: '17 (a name) S 1 17 17 ...'. A name may hold anything, brackets too. */
export function processAt(pid: number): ProcessEntry | undefined {
  const stat = read(`/proc/${pid}/stat`)
  const end = stat.lastIndexOf(')')
  if (end < 0) return undefined
  const [state, parent, group, session, ...rest] = stat.slice(end + 2).split(' ')
  // One that has ended is only waited for.
  if (state === 'Z' || state === 'X') return undefined
  return {
    ...{ pid, parent: Number(parent), group: Number(group), session: Number(session) },
    startedAt: rest[15] ?? '',
    memory: Number(rest[17]) * PAGE,
    name: stat.slice(stat.indexOf('(') + 1, end),
    environment: () => read(`/proc/${pid}/environ`),
  }
}

/** A process may be gone by now, or another user's. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

async function fromPs(): Promise<ProcessEntry[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,pgid=,rss=,lstart=,comm='])
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, group, rss, startedAt, name] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(.{24})\s+(.*)$/.exec(line) ?? []
    if (pid === undefined) return []
    return {
      ...{ pid: Number(pid), parent: Number(parent), group: Number(group), session: Number(group) },
      ...{ startedAt: startedAt ?? '', memory: Number(rss) * 1024, name: name ?? '', environment: () => '' },
    }
  })
}
