import { readdirSync, readFileSync } from 'node:fs'

/** The process and its children, by id. */
export function familyOf(pid: number): number[] {
  const others = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  return [pid, ...others.filter((other) => statOf(other)?.[1] === String(pid))]
}

/** Memory of a process in bytes, what it shares with others counted by its share; 0 once it is gone. */
export function proportionalBytes(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')
  return Number(kilobytes?.[1] ?? 0) * 1024
}

/** User and system time of this process and of the children that it waited for, in seconds. */
export function cpuSeconds(): number {
  // Fields 14 to 17 of proc(5) stat: utime, stime, cutime and cstime, in hundredths of a second.
  const ticks = statOf('self')?.slice(11, 15) ?? []
  return ticks.reduce((sum, field) => sum + Number(field), 0) / 100
}

/** What another process of this machine has had of the processors, in microseconds. As exact as its last rest: ask when it waits. */
export function processorUs(pid: number): number {
  return Number(read(`/proc/${pid}/schedstat`)?.split(' ')[0]) / 1_000
}

/** The fields behind the name, which may hold spaces: the state first, then the parent's id. */
function statOf(pid: number | 'self'): string[] | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Undefined for a process that is gone. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
