import type { Verdict } from '../record/trial.ts'
import type { Access, ChannelName } from '../trace/events/call.ts'
import type { Plan } from './plan.ts'

/** Why a trial failed, as far as two failures are the same. */
export interface Cause {
  /** What says so: a scorer, 'guard budget', 'end of the trial'. */
  scorer: string
  /** Where it shows: a collection with an effect, or the target of a call. Empty: nowhere. */
  target: string
  /** How it shows, against the trial without faults: 'did too much'. */
  kind: string
}

/** A call as a later plan may strike it. */
export interface Seen {
  channel: ChannelName
  target: string
  access: Access
  opens: boolean
  /** Did the world run it? */
  executed: boolean
  /** What came back: 'ok', 'error', 'broken'. Empty: nothing. */
  outcome: string
}

/** What came of one trial. It stands in the ledger of its run, by its id, unless it was a quick one. */
export interface Told {
  id: string
  verdict: Verdict
  /** In one sentence. */
  reason: string
  /** Of a trial that failed, the worst first. */
  causes: readonly Cause[]
  /** Of each entry of the plan: did it arrive? */
  delivered: readonly boolean[]
  calls: readonly Seen[]
  /** The command that runs it again. */
  replay: string
  /** It came to this, and the same seed may come to something else: no seed holds all that it touched. */
  unrepeatable?: true
  /** An error: something else was told of it quickly. */
  misled?: true
  /** Nothing of it was written, and the process in which the agent was says it: it is in no ledger. */
  quick?: true
}

/** Whose trial it is: of the agent under test, or of the scenario's saint. */
export type Who = 'agent' | 'saint'

/**
 * Runs one plan, however that is done. Undefined: it was not run to its end, and nothing more will be.
 * @param repeat From 1: another one has another chance.
 * @param quick What was told of it quickly: a whole trial is asked for, and an error where that comes to something else.
 */
export type Perform = (plan: Plan, who: Who, repeat: number, quick?: Told) => Promise<Told | undefined>

export function causeKey({ scorer, target, kind }: Cause): string {
  return JSON.stringify([scorer, target, kind])
}

/** Did it fail for this cause, with every entry of its plan delivered? */
export function shows({ verdict, causes, delivered }: Told, cause: Cause): boolean {
  return verdict === 'failed' && delivered.every(Boolean) && causes.some((one) => causeKey(one) === causeKey(cause))
}
