import type { Approver } from '../../../src/boundary/approver.ts'
import type { Fault } from '../../../src/faults/define.ts'
import { type SafeguardStaging, stageSafeguard } from '../../../src/testing/safeguard-stage.ts'
import { type Evidence, eventsOf } from '../../../src/trace/evidence.ts'

/** Somebody who says yes to everything, at once. */
export const YES: Approver = { ask: async ({ token }) => ({ kind: 'approved', by: 'dana', to: token }) }

/** Which of the calls had an effect, what the guard failed at, and what was laid at the harness's door. */
export interface Seen {
  ran: boolean[]
  failed: string[]
  blamed: string[]
  evidence: Evidence
}

/** Two calls past a guard that asks a person who says yes, unless told otherwise, while a fault breaks it. */
export async function under<P>(
  fault: Fault<P> | undefined,
  params: P | Record<string, never> = {},
  more: Partial<SafeguardStaging> = {},
): Promise<Seen> {
  const parsed = fault?.params.parse(params)
  const evidence = await stageSafeguard({
    approver: YES,
    params: parsed,
    ...(fault && { fault: fault as Fault }),
    ...more,
  })
  return {
    ran: evidence.calls.map(({ effects }) => effects.length > 0),
    failed: eventsOf(evidence.events, 'guard-failed').map(({ message }) => message),
    blamed: eventsOf(evidence.events, 'harness-fault').map(({ message }) => message),
    evidence,
  }
}

/** Takes whatever fails for a yes. */
export function swallowing(look: (context: GuardContext) => unknown): NonNullable<SafeguardStaging['guard']> {
  return (context) => ({
    decide: () => {
      try {
        look(context)
        return { kind: 'deny', reason: 'it looked, and said no' }
      } catch {
        return { kind: 'allow', reason: 'it could not look' }
      }
    },
  })
}

type GuardContext = Parameters<NonNullable<SafeguardStaging['guard']>>[0]
