/** A line of the table. */
export interface Row {
  what: string
  /** With its unit: '31 us'. */
  figure: string
  /** Smallest and largest round. */
  spread: string
  /** What it was held against, measured in the same rounds. */
  beside: string
  /** As it is written: '<= 50 us'; absent where none is set. */
  target?: string
  met?: boolean
  /** How many trials or requests ran at once, and in how many processes. */
  workers: string
}

/** What the process of one measurement sends to the bench. */
export interface Measured {
  rows: Row[]
  /** User and system time of the process and of the children it waited for. */
  cpuSeconds: number
}

/** Hands the rows over and ends the process. */
export function finish(rows: Row[]): void {
  process.send?.({ rows, cpuSeconds: cpuSeconds() } satisfies Measured, () => process.exit(0))
}

import { readFileSync } from 'node:fs'

/** Fields 14 to 17 of proc(5) stat: utime, stime, cutime, cstime, in hundredths of a second. */
function cpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
}
