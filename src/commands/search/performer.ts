import { messageOf } from '../../kernel/errors.ts'
import { planVariant } from '../../record/plan-variant.ts'
import type { TrialRecord } from '../../record/trial.ts'
import type { PerformOne } from '../../runs/run.ts'
import { seedsOf, trialId } from '../../runs/schedule.ts'
import type { Scenario } from '../../scenario/compile.ts'
import { type Deeds, deedsOf, toldOf } from '../../search/causes.ts'
import type { Plan } from '../../search/plan.ts'
import type { Perform, Told, Who } from '../../search/told.ts'
import type { Contestant, ScheduledTrial } from '../../stage/scheduled-trial.ts'
import { readEvidence } from '../../store/stored-run.ts'

/** Who takes part in a search. */
export interface Searched {
  loaded: Scenario
  agent: Contestant
  /** Undefined: the scenario names none. */
  saint: Contestant | undefined
  seed: string
}

/** The trial of a plan: its variant is the plan itself, so that every command finds it again by the trial's record. */
export function trialOf(
  { loaded, agent, saint, seed }: Searched,
  plan: Plan,
  who: Who,
  repeat: number,
): ScheduledTrial {
  const contestant = who === 'saint' ? (saint ?? agent) : agent
  const variant = planVariant(plan)
  const planned = {
    ...{ scenario: loaded.id, variant, repeat, tags: loaded.tags },
    ...{ agent: contestant.name, model: contestant.model },
  }
  return { id: trialId(planned), ...planned, contestant, loaded, ...seedsOf(seed, planned) }
}

/** Runs plans as trials of a run, and tells what came of them from their records and traces. */
export function performer(searched: Searched, perform: PerformOne, folder: string): Perform {
  let calm: Deeds | undefined
  return async (plan, who, repeat) => {
    const record = await perform(trialOf(searched, plan, who, repeat))
    if (!record) return undefined
    try {
      const evidence = readEvidence(folder, record)
      const told = toldOf(record, evidence, calm)
      if (plan.length === 0 && who === 'agent') calm ??= deedsOf(evidence)
      return told
    } catch (thrown) {
      return unread(record, messageOf(thrown))
    }
  }
}

/** A trial without evidence shows nothing, whatever its verdict. */
function unread({ id, replay, faults }: TrialRecord, reason: string): Told {
  return { id, replay, verdict: 'error', reason, causes: [], delivered: faults.map(() => false), calls: [] }
}
