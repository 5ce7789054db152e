import { join } from 'node:path'
import type { KeptRun } from '../record/kept-run.ts'
import type { MutantRecord } from '../record/mutation.ts'
import type { Plan } from '../runs/plan.ts'
import { run } from '../runs/run.ts'
import type { RunOptions } from '../runs/run-options.ts'
import { createRunFolder } from '../store/directory.ts'
import { writeHead } from '../store/head.ts'
import { judgeRun } from '../verdict/gate.ts'
import { planRerun } from './rerun.ts'
import { subjectsOf, type Wanted } from './subject.ts'

/** Where the run with mutants lies, below the folder of the one without. */
const MUTANTS_FOLDER = 'mutants'

export interface Mutating extends Omit<RunOptions, 'onTrial'> {
  wanted: Wanted
  /** How many trials are run with a mutant at the most. */
  most: number
  /** Told how far it has come: without mutants, then with them. */
  onProgress(phase: 'without' | 'with', done: number, of: number): void
}

export interface Mutated {
  run: KeptRun
  mutants: MutantRecord[]
  /** How many trials were run with a mutant. */
  ran: number
}

/** Runs a suite as it is, then once more with each of its guards loosened, one at a time. The folder holds the first, and the second below it. */
export async function mutate({ wanted, most, onProgress, ...options }: Mutating): Promise<Mutated> {
  const { plan, setup, folder, signal, onTrouble } = options
  const { gate } = setup
  const quiet = { ...setup, gate: [] }
  const planned = plan.trials.length
  const whole = await run({
    ...{ plan, folder, signal, onTrouble, setup: quiet },
    onTrial: (_, done) => onProgress('without', done, planned),
  })
  const subjects = subjectsOf(plan.trials, whole.rows, wanted)
  const rerun = planRerun(subjects, whole, most)
  let ran = 0
  if (rerun.trials.length > 0 && !signal?.aborted) {
    ran = await runMutants({ ...options, setup: quiet }, plan, rerun, (done) =>
      onProgress('with', done, rerun.trials.length),
    )
  }
  const mutants = rerun.records()
  const { rows: trials, head } = whole
  const { known, stopped, sequential } = head
  const judged = judgeRun(gate, { trials, planned: whole.planned, known, stopped, sequential, mutation: mutants })
  const changed = {
    ...head,
    interrupted: head.interrupted || (signal?.aborted ?? false),
    mutation: mutants,
    gate: judged,
  }
  writeHead(folder.path, changed)
  return { run: { ...whole, head: changed }, mutants, ran }
}

async function runMutants(
  { setup, folder, signal, onTrouble }: Omit<Mutating, 'wanted' | 'most' | 'onProgress'>,
  plan: Plan,
  { trials, repeats }: ReturnType<typeof planRerun>,
  onTrial: (done: number) => void,
): Promise<number> {
  const inner = createRunFolder(join(folder.path, MUTANTS_FOLDER))
  try {
    const ran = await run({
      plan: { ...plan, trials, sequential: undefined },
      ...{ setup, signal, onTrouble, repeats, folder: inner },
      onTrial: (_, done) => onTrial(done),
    })
    inner.publish()
    return ran.rows.length
  } finally {
    inner.abandon()
  }
}
