import { cpuSeconds } from './proc.ts'

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
  /** How much went on at once. */
  workers: string
}

/** What the process of one measurement sends to the bench. */
export interface Measured {
  rows: Row[]
  /** Of the process and its children. */
  cpuSeconds: number
}

/** Hands the rows over and ends the process. */
export function finish(rows: Row[]): void {
  process.send?.({ rows, cpuSeconds: cpuSeconds() } satisfies Measured, () => process.exit(0))
}
