import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** What is told to end may take so long, in ms: guardians outlive a killed parent by as long as a server takes to end. */
const PATIENCE_MS = 20_000

/**
 * The processes that are left of a command: those that have its temporary folder as theirs, and those that name `named` in their command line,
 * as servers do that get no variables. Waits a while for the list to be empty.
 */
export async function leftBy(env: { TMPDIR: string }, named?: string, patienceMs = PATIENCE_MS): Promise<string[]> {
  const mark = `TMPDIR=${env.TMPDIR}`
  const find = () =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => describe(pid, mark, named))
  for (const since = performance.now(); find().length > 0 && performance.now() - since < patienceMs; ) await sleep(50)
  return find()
}

function describe(pid: string, mark: string, named: string | undefined): string[] {
  const command = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
  // A process that is gone but not yet reaped has neither.
  const its =
    textOf(`/proc/${pid}/environ`).split('\0').includes(mark) || (named !== undefined && command.includes(named))
  return its ? [`${pid} ${command}`] : []
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
