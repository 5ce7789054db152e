import { shortPath } from '../kernel/short-path.ts'
import { visible } from '../kernel/visible.ts'
import { exitCodeOf } from '../record/exit-code.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { Resumable } from './resume.ts'
import type { Terminal } from './terminal.ts'

/** Is there nothing left to do of it? */
export function isComplete({ head, missing }: Resumable): boolean {
  return head.finishedAt !== null && missing === 0
}

/** Resolves with the exit code: what its gate came to stands. */
export function tellComplete({ from, run: { head } }: Resumable, terminal: Terminal): number {
  terminal.print(`${visible(`Nothing is missing in ${shortPath(from)}. ${head.gate.reason}`)}\n`)
  return exitCodeOf(head)
}

export function toldResumed({ from, run, missing }: Resumable): string {
  const done = run.rows.length
  return `${visible(`Going on with ${shortPath(from)}: ${done} ${trials(done)} done, ${missing} missing`)}\n`
}

/** @param place Where an earlier run lies that was killed. */
export function toldUnfinished(place: string): string {
  const told = `A run before this one was killed: what it had finished is in ${place}, and "mettle run --resume ${place}" goes on with it`
  return `${visible(told)}\n`
}

/** What is to do for the rest of a run that ended before its time. */
export function toldMissing({ head }: KeptRun): string {
  const { notRun } = head.summary
  return `${notRun} ${trials(notRun)} missing: "mettle run --resume" runs only ${notRun === 1 ? 'it' : 'them'}.\n`
}

function trials(count: number): string {
  return count === 1 ? 'trial is' : 'trials are'
}
