import type { TrialRecord, Verdict } from '../record/trial.ts'
import { plural } from '../reports/text/quantity.ts'
import type { Terminal } from './terminal.ts'

const SIGNS: Record<Verdict, string> = { passed: '✓', failed: '✗', inconclusive: '?', error: '!' }
/** Above this many trials only those that did not pass get a line. */
const LINE_EACH = 200

/** Shows trials as they end: a line each, and on a terminal a line that counts. */
export function showProgress(terminal: Terminal, planned: number, seed: string) {
  terminal.print(`Running ${plural(planned, 'trial')}, seed ${seed}\n\n`)
  return ({ id, verdict, usage }: TrialRecord, done: number): void => {
    if (planned <= LINE_EACH || verdict !== 'passed') {
      terminal.print(`  ${SIGNS[verdict]} ${verdict.padEnd(12)} ${id}  ${Math.round(usage.wallMs)} ms\n`)
    }
    terminal.status(done < planned ? `  ${done} of ${planned}` : '')
  }
}
