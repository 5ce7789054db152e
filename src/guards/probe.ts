import type { Proposal } from '../boundary/call.ts'

/** A call in outline: a write of a tool by an agent where nothing else is said. */
export type ProbeCall = Partial<Omit<Proposal, 'signal' | 'withdrawn'>>

/** A target of no world's: that of a call whose outline names none. */
export const NOWHERE = 'probe'

/** Calls by which a guard shows that it is there: it must refuse one of them, or hold it. */
export interface Probe {
  calls: readonly ProbeCall[]
  /** All are sent before any is answered. */
  together?: true
  /** When they are sent, ms since 1970. Default: when the trial starts. */
  at?: number
  /** It refuses nothing: it must tell a person. */
  alerts?: true
}

/** Longer probes cost more than they show. */
const MOST = 1_000

/** The same call so many times; nothing where that is too often to be worth it. */
export function often(count: number, call: ProbeCall): Probe | undefined {
  return count <= MOST ? { calls: Array.from({ length: count }, () => call) } : undefined
}

/** A target that a pattern fits: the first of several. */
export function targetOf(patterns: string | readonly string[]): string {
  return [patterns].flat()[0]?.replaceAll('*', 'probe') ?? NOWHERE
}
