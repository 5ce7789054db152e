import { resolve } from 'node:path'
import { github } from '../reports/github.ts'
import { gateLines } from '../reports/list/gates.ts'
import { painter } from '../reports/list/paint.ts'
import { traceProblem } from '../store/lost-traces.ts'
import { openRun } from '../store/stored-run.ts'
import { judgeRun } from '../verdict/gate.ts'
import { RECORDS_ALONE } from './flags.ts'
import { regressionsAgainst } from './regressions.ts'
import { openSide } from './sides.ts'
import { onGitHub } from './step-summary.ts'
import type { Terminal } from './terminal.ts'

export interface GateFlags {
  gate?: string[]
  baseline?: string
  /** Nobody keeps the traces: they are not looked at. */
  recordsOnly?: boolean
}

/**
 * Judges a stored run again, by other gates or by its own. Changes nothing of it. Resolves with the exit code.
 * @throws {UsageError} a gate that cannot be read.
 */
export async function gateCommand(run: string, flags: GateFlags, terminal: Terminal): Promise<number> {
  const folder = resolve(run)
  const kept = openRun(folder)
  const { head, rows: trials, planned } = kept
  const { known, stopped, sequential, mutation } = head
  const gates = flags.gate ?? head.gate.rows.map(({ gate }) => gate)
  const base = flags.baseline === undefined ? undefined : openSide(flags.baseline)
  const regressions = base && regressionsAgainst(base)
  const gate = judgeRun(gates, { trials, planned, known, stopped, sequential, regressions, mutation })
  const lost = flags.recordsOnly ? undefined : (traceProblem(folder, kept) ?? base?.lostTraces())
  const judged = {
    ...head,
    gate: lost === undefined ? gate : { ...gate, passed: false, reason: `${lost} ${RECORDS_ALONE}` },
  }
  terminal.print(`${gateLines(judged, painter(terminal.color)).join('\n')}\n`)
  if (onGitHub()) {
    terminal.print(await github.render({ ...kept, head: judged }))
  }
  // A run that was interrupted has trials without a record: no gate can make it green.
  return judged.gate.passed ? 0 : 1
}
