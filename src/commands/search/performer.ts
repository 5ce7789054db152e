import { messageOf } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import { planVariant } from '../../record/plan-variant.ts'
import type { TrialRecord } from '../../record/trial.ts'
import type { InPlaceTrials } from '../../runs/in-place.ts'
import type { PerformOne } from '../../runs/run.ts'
import { seedsOf, trialId } from '../../runs/schedule.ts'
import type { Scenario } from '../../scenario/compiled.ts'
import { deedsOf, toldOf } from '../../search/causes.ts'
import type { Plan } from '../../search/plan.ts'
import { type AskedInPlace, plainDeeds } from '../../search/quick/asked.ts'
import { quickFirst } from '../../search/quick/quick-first.ts'
import type { Perform, Told, Who } from '../../search/told.ts'
import type { Contestant, ScheduledTrial } from '../../stage/scheduled-trial.ts'
import { readEvidence } from '../../store/stored-run.ts'
import type { Memory } from './remember.ts'

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

/** What a run does for a search. */
export interface Running {
  perform: PerformOne
  /** The run's. */
  folder: string
  tell: InPlaceTrials['tell']
}

/** Runs plans in two ways. */
export interface Ways {
  /** As trials of a run: told from their records and traces. */
  whole: Perform
  /** By the word of the worker that ran them. Undefined: it could not be told so. */
  quick: Perform
}

export function waysOf(searched: Searched, { perform, folder, tell }: Running, memory?: Memory): Ways {
  /** What the agent does without any fault, once that is known. */
  let calm = memory?.calm
  const whole: Perform = async (plan, who, repeat) => {
    const record = await perform(trialOf(searched, plan, who, repeat))
    if (!record) return undefined
    try {
      const evidence = readEvidence(folder, record)
      const told = toldOf(record, evidence, calm)
      if (plan.length === 0 && who === 'agent' && !calm) {
        calm = deedsOf(evidence)
        memory?.keepCalm(calm)
      }
      return told
    } catch (thrown) {
      return unread(record, messageOf(thrown))
    }
  }
  const quick: Perform = async (plan, who, repeat) => {
    const about: AskedInPlace = calm ? { calm: plainDeeds(calm) } : {}
    const told = await tell(trialOf(searched, plan, who, repeat), about as Json)
    return told === undefined ? undefined : { ...(told as unknown as Told), quick: true }
  }
  return { whole, quick }
}

/** Runs plans quickly where that can be done, and as whole trials where a search asks for it. */
export function performer(searched: Searched, running: Running, memory?: Memory): Perform {
  const perform = quickFirst(waysOf(searched, running, memory), memory?.isMisled)
  return memory ? memory.over(perform) : perform
}

/** A trial without evidence shows nothing, whatever its verdict. */
function unread({ id, replay, faults }: TrialRecord, reason: string): Told {
  return { id, replay, verdict: 'error', reason, causes: [], delivered: faults.map(() => false), calls: [] }
}
