import type { KeptRun } from '../record/kept-run.ts'
import type { MutantRecord } from '../record/mutation.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { Repeats } from '../runs/repeats.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { Subject } from './subject.ts'
import { toldApart } from './told-apart.ts'

/** Trials with mutants: each tells whether it is still needed, as the verdicts of the others come in. */
export interface Rerun {
  /** In rounds: the first trial of every mutant, then the second. Most are killed by their first, and no other is run. */
  trials: ScheduledTrial[]
  repeats: Repeats
  /** What came of each mutant so far. */
  records(): MutantRecord[]
}

interface Standing {
  subject: Subject
  ran: number
  failed: boolean
  by: MutantRecord['by']
  instead: Set<string>
}

/** @param without The run without any mutant. @param each How many trials are run with a mutant at the most. */
export function planRerun(subjects: readonly Subject[], without: Pick<KeptRun, 'record'>, each: number): Rerun {
  const standings = subjects.map(
    (subject): Standing => ({ subject, ran: 0, failed: false, by: null, instead: new Set() }),
  )
  const of = new Map<string, { standing: Standing; original: string }>()
  const rounds: ScheduledTrial[] = []
  const most = Math.min(each, Math.max(0, ...subjects.map(({ trials }) => trials.length)))
  for (let round = 0; round < most; round++) {
    for (const [index, standing] of standings.entries()) {
      const trial = standing.subject.trials[round]
      if (!trial) continue
      const mutated = withMutant(trial, standing.subject, index + 1)
      of.set(mutated.id, { standing, original: trial.id })
      rounds.push(mutated)
    }
  }
  return {
    trials: rounds,
    repeats: {
      leave: ({ id }) => (of.get(id)?.standing.by ? 'never' : 'now'),
      taskOf: ({ id }) => of.get(id)?.standing.subject.mutant.name ?? '',
      settle: (record) => note(record, of.get(record.id), without),
    },
    records: () => standings.map(recordOf),
  }
}

function note(
  record: TrialRecord,
  known: { standing: Standing; original: string } | undefined,
  without: Pick<KeptRun, 'record'>,
): void {
  if (!known) return
  const { standing, original } = known
  standing.ran++
  const before = without.record(original)
  standing.failed ||= record.verdict === 'error' || before.verdict === 'error'
  if (standing.by) return
  const { guard } = standing.subject
  for (const name of busier(before, record)) if (name !== guard) standing.instead.add(name)
  const why = toldApart(before, record, guard)
  if (why !== undefined) standing.by = { trial: record.id, why }
}

/** Guards that refused more often than in the trial without the mutant. */
function busier(before: TrialRecord, after: TrialRecord): string[] {
  const refused = ({ guards }: TrialRecord, name: string) => {
    const { deny = 0, hold = 0, halt = 0 } = guards.find((one) => one.name === name)?.decisions ?? {}
    return deny + hold + halt
  }
  return after.guards.flatMap(({ name }) => (refused(after, name) > refused(before, name) ? [name] : []))
}

function withMutant(trial: ScheduledTrial, { guard, mutant }: Subject, number: number): ScheduledTrial {
  const again = `npx mettle guards mutate ${trial.scenario} --guard ${guard} --mutant ${mutant.name}`
  return {
    ...trial,
    id: `${trial.id}~m${number}`,
    mutant: { guard, name: mutant.name },
    contestant: { ...trial.contestant, again },
  }
}

function recordOf({ subject: { scenarios, guard, mutant, trials }, ran, failed, by, instead }: Standing): MutantRecord {
  const { name, describe, wanted } = mutant
  const outcome = by ? 'killed' : failed ? 'unclear' : 'survived'
  return { scenarios, guard, name, describe, outcome, trials: trials.length, ran, by, instead: [...instead], wanted }
}
