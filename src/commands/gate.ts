import { resolve } from 'node:path'
import { github } from '../reports/github.ts'
import { gateLines } from '../reports/list/gates.ts'
import { painter } from '../reports/list/paint.ts'
import { openRun } from '../store/stored-run.ts'
import { judgeRun } from '../verdict/gate.ts'
import { regressionsAgainst } from './regressions.ts'
import { openSide } from './sides.ts'
import { onGitHub } from './step-summary.ts'
import type { Terminal } from './terminal.ts'

export interface GateFlags {
  gate?: string[]
  baseline?: string
}

/**
 * Judges a stored run again, by other gates or by its own. Changes nothing of it. Resolves with the exit code.
 * @throws {UsageError} a gate that cannot be read.
 */
export async function gateCommand(run: string, flags: GateFlags, terminal: Terminal): Promise<number> {
  const kept = openRun(resolve(run))
  const { head, rows: trials, planned } = kept
  const { known, stopped, sequential, mutation } = head
  const gates = flags.gate ?? head.gate.rows.map(({ gate }) => gate)
  const regressions = flags.baseline === undefined ? undefined : regressionsAgainst(openSide(flags.baseline))
  const gate = judgeRun(gates, { trials, planned, known, stopped, sequential, regressions, mutation })
  const judged = { ...head, gate }
  terminal.print(`${gateLines(judged, painter(terminal.color)).join('\n')}\n`)
  if (onGitHub()) {
    terminal.print(await github.render({ ...kept, head: judged }))
  }
  // A run that was interrupted has trials without a record: no gate can make it green.
  return gate.passed ? 0 : 1
}
